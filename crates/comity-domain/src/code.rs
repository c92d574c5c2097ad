// SPDX-License-Identifier: EUPL-1.2
//! Closed lists of codes: an enum whose members have one text each, for ever; and types whose JSON
//! form is their text.

/// Declares an enum of codes with `ALL`, `code()`, `from_code()`, `Display`, `FromStr` and serde.
#[macro_export]
macro_rules! codes {
    (
        $(#[$doc:meta])* $vis:vis enum $name:ident is $what:literal {
            $( $(#[$vdoc:meta])* $variant:ident = $text:literal ),+ $(,)?
        }
    ) => {
        $(#[$doc])*
        #[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
        $vis enum $name { $( $(#[$vdoc])* $variant ),+ }

        impl $name {
            /// Every member, in the order of their declaration.
            pub const ALL: &'static [Self] = &[ $( Self::$variant ),+ ];

            /// The text that stands for it on the wire, in files and in logs.
            #[must_use]
            pub const fn code(self) -> &'static str {
                match self { $( Self::$variant => $text ),+ }
            }

            /// The member with this text, if there is one.
            #[must_use]
            pub fn from_code(text: &str) -> Option<Self> {
                match text { $( $text => Some(Self::$variant), )+ _ => None }
            }
        }

        impl std::fmt::Display for $name {
            fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
                f.pad(self.code())
            }
        }

        impl std::str::FromStr for $name {
            type Err = $crate::code::UnknownCode;

            fn from_str(text: &str) -> Result<Self, Self::Err> {
                Self::from_code(text).ok_or_else(|| $crate::code::UnknownCode {
                    text: text.chars().take(64).collect(),
                    what: $what,
                    known: [ $( $text ),+ ].join(", "),
                })
            }
        }

        impl serde::Serialize for $name {
            fn serialize<S: serde::Serializer>(&self, to: S) -> Result<S::Ok, S::Error> {
                to.serialize_str(self.code())
            }
        }

        impl<'de> serde::Deserialize<'de> for $name {
            fn deserialize<D: serde::Deserializer<'de>>(from: D) -> Result<Self, D::Error> {
                let text = <std::borrow::Cow<'de, str>>::deserialize(from)?;
                text.parse().map_err(serde::de::Error::custom)
            }
        }
    };
}

/// Gives types with `Display` and a checking `FromStr` their JSON form: that text. With `debug:`
/// before the types, that text is their `Debug` form too.
#[macro_export]
macro_rules! as_text {
    (debug: $($name:ty),+ $(,)?) => {
        $crate::as_text!($($name),+);
        $(
            impl std::fmt::Debug for $name {
                fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
                    write!(f, "{self}")
                }
            }
        )+
    };
    ($($name:ty),+ $(,)?) => {$(
        impl serde::Serialize for $name {
            fn serialize<S: serde::Serializer>(&self, to: S) -> Result<S::Ok, S::Error> {
                to.collect_str(self)
            }
        }

        impl<'de> serde::Deserialize<'de> for $name {
            fn deserialize<D: serde::Deserializer<'de>>(from: D) -> Result<Self, D::Error> {
                let text = <std::borrow::Cow<'de, str>>::deserialize(from)?;
                text.parse().map_err(serde::de::Error::custom)
            }
        }
    )+};
}

/// A text that is none of a closed list.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("`{text}` is not {what}; known are {known}")]
pub struct UnknownCode {
    /// The text, cut to 64 characters.
    pub text: String,
    /// What was expected, such as `a role`.
    pub what: &'static str,
    /// The members of the list.
    pub known: String,
}
