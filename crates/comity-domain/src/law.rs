// SPDX-License-Identifier: EUPL-1.2
//! Treaties as data.
