// SPDX-License-Identifier: EUPL-1.2
//! The interface as a program sees it: the router in process, on the nodes of two invented States.
//!
//! Every answer of every test is held against the description: its status, its media type, its
//! shape.
#![cfg(test)]

mod attachments;
mod authenticator;
mod authority;
mod browser;
mod confirmations;
mod contacts;
mod desk;
mod device;
mod duty;
mod emergencies;
mod evidence;
mod journey;
mod law;
mod limits;
mod misuse;
mod offer;
mod officers;
mod pages;
mod passkeys;
mod searches;
mod several;
mod shape;
mod sheets;
mod sign_in;
mod spoken;
mod states;
