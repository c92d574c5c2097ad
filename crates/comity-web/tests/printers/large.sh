#!/bin/sh
# SPDX-License-Identifier: EUPL-1.2
# Prints more than can be.
printf '%%PDF-'
head -c 16777217 /dev/zero
