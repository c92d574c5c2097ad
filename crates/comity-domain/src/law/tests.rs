use super::*;
const UNCC: &str = include_str!("../../../../law/instruments/uncc.toml");
const ETS185: &str = include_str!("../../../../law/instruments/ets185.toml");
const XA: &str = include_str!("../../../../law/states/xa.toml");
const XB: &str = include_str!("../../../../law/states/xb.toml");
#[test]
fn loads() {
    let u = Instrument::parse("uncc.toml", UNCC).unwrap();
    let e = Instrument::parse("ets185.toml", ETS185).unwrap();
    let a = StateProfile::parse("xa.toml", XA).unwrap();
    let b = StateProfile::parse("xb.toml", XB).unwrap();
    Law::new(vec![u, e], vec![a, b]).unwrap();
}
