// SPDX-License-Identifier: EUPL-1.2
//! Answers of a State's lawyers: what loads is counted whole, and what is wrong has a line.
#![no_main]

use std::sync::LazyLock;

use comity_domain::law::Law;
use comity_domain::law::assessment::{Assessment, Force, QUESTIONS, Questions, Report};
use libfuzzer_sys::fuzz_target;

static ASKED: LazyLock<(Law, Questions)> = LazyLock::new(|| {
    let law = Law::shipped().expect("the law loads");
    let (file, text) = QUESTIONS[0];
    let questions = Questions::parse(file, text, law.instruments()).expect("the questions load");
    (law, questions)
});

fuzz_target!(|text: &str| {
    let (law, questions) = &*ASKED;
    let answers = match Assessment::parse("answers.toml", text, questions) {
        Ok(answers) => answers,
        Err(error) => {
            let lines = text.lines().count().max(1);
            // A fault at the very end stands on the line that has not begun.
            assert!((1..=lines + 1).contains(&(error.line as usize)), "{error}");
            return;
        }
    };
    let instrument = law.instrument(questions.instrument()).expect("it asks");
    let report = Report::new(instrument, questions, &answers);
    let counted: u32 = Force::ALL.iter().map(|force| report.total.of(*force).all()).sum();
    assert_eq!(counted as usize, questions.questions().len());
    assert_eq!(report, Report::new(instrument, questions, &answers));
});
