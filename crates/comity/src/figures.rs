// SPDX-License-Identifier: EUPL-1.2
//! The figures of the process, for Prometheus.

use std::sync::Arc;

use metrics_exporter_prometheus::{PrometheusBuilder, PrometheusHandle};

/// A view of the figures. One recorder a process, however many nodes it runs.
#[derive(Clone)]
pub(crate) struct Figures(PrometheusHandle);

impl Figures {
    /// Installs the recorder. A second one is left alone and shows nothing: tests start several.
    pub(crate) fn install() -> Self {
        let recorder = PrometheusBuilder::new().build_recorder();
        let handle = recorder.handle();
        if metrics::set_global_recorder(recorder).is_err() {
            tracing::debug!("figures are recorded already");
        }
        Self(handle)
    }

    /// What `/metrics` gives.
    pub(crate) fn render(&self) -> comity_web::Figures {
        let handle = self.0.clone();
        Arc::new(move || handle.render())
    }

    /// Drops what is no longer needed of histograms.
    pub(crate) fn upkeep(&self) {
        self.0.run_upkeep();
    }
}
