#!/bin/sh
# SPDX-License-Identifier: EUPL-1.2
# Has no font.
echo 'comity-print: no font has it' >&2
exit 2
