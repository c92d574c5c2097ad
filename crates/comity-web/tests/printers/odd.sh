#!/bin/sh
# SPDX-License-Identifier: EUPL-1.2
# Prints something else.
echo no such thing
