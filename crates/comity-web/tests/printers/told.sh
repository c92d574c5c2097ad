#!/bin/sh
# SPDX-License-Identifier: EUPL-1.2
# Says what it was told, and where.
printf '%%PDF-%s|%s|%s|' "$#" "$(pwd)" "$HOME$CARGO_PKG_NAME"
cat
