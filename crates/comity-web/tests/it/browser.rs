// SPDX-License-Identifier: EUPL-1.2
//! A browser without a script: it keeps cookies, follows links and posts the forms it was shown.

use std::collections::BTreeMap;

use axum::body::Body;
use hyper::Request;
use hyper::header::{CONTENT_TYPE, COOKIE, SET_COOKIE};
use jiff::SignedDuration;

use crate::desk::{Answer, Desk};

/// The password of everybody.
pub(crate) const PASSWORD: &str = "spoon harbour violin";

/// A browser, and the page that it shows.
pub(crate) struct Browser<'a> {
    desk: &'a Desk,
    cookies: BTreeMap<String, String>,
    /// The mark of the forms of the last page that had any.
    last_mark: Option<String>,
    /// Whether a session's cookie must not go over a line in clear.
    over_https: bool,
    pub(crate) path: String,
    pub(crate) page: String,
}

impl<'a> Browser<'a> {
    /// At the door.
    pub(crate) async fn new(desk: &'a Desk) -> Self {
        Self::before(desk, true).await
    }

    /// At the door of an exercise, which has no address of its own.
    pub(crate) async fn at_open_door(desk: &'a Desk) -> Self {
        Self::before(desk, false).await
    }

    async fn before(desk: &'a Desk, over_https: bool) -> Self {
        let (cookies, last_mark) = (BTreeMap::new(), None);
        let (path, page) = (String::new(), String::new());
        let mut browser = Self { desk, cookies, last_mark, over_https, path, page };
        assert_eq!(browser.get("/").await, 200);
        browser
    }

    /// Somebody who signed in: the first time with a token, to set up a password.
    pub(crate) async fn of(desk: &'a Desk, who: &str) -> Self {
        let mut browser = Self::new(desk).await;
        if desk.code(who).is_some() {
            // Each code is taken once.
            desk.wait(SignedDuration::from_secs(30));
            let code = desk.code(who).unwrap();
            let said = [("login", who), ("password", PASSWORD), ("code", code.as_str())];
            assert_eq!(browser.post("/door", &said).await, 200, "{}", browser.page);
        } else {
            assert_eq!(browser.post("/door", &[("token", desk.token(who))]).await, 200);
            assert_eq!(browser.path, "/sign-in");
            browser.set_password(who).await;
        }
        assert!(["/docket", "/officers"].contains(&browser.path.as_str()), "{}", browser.path);
        browser
    }

    /// Sets a password on the page for it, with a device that reads the key there.
    pub(crate) async fn set_password(&mut self, who: &str) {
        let key = self.between(r#"id="key">"#, "<").unwrap();
        self.desk.take_up(who, &key);
        let code = self.desk.code(who).unwrap();
        let said = [("password", PASSWORD), ("code", code.as_str())];
        assert_eq!(self.post("/sign-in/password", &said).await, 200, "{}", self.page);
    }

    /// What stands between two marks on the page.
    pub(crate) fn between(&self, from: &str, to: &str) -> Option<String> {
        let (_, rest) = self.page.split_once(from)?;
        Some(rest.split_once(to)?.0.to_owned())
    }

    /// Goes somewhere; says how it was answered, redirects followed.
    pub(crate) async fn get(&mut self, path: &str) -> u16 {
        let request = Request::get(path).body(Body::empty()).unwrap();
        let answer = self.send(path, request).await;
        self.follow(answer).await
    }

    /// Goes where an answer leads; says how that was answered.
    async fn follow(&mut self, mut answer: Answer) -> u16 {
        while answer.status == 303 {
            let to = answer.headers["location"].to_str().unwrap().to_owned();
            let to = to.split('#').next().unwrap();
            let request = Request::get(to).body(Body::empty()).unwrap();
            answer = self.send(to, request).await;
        }
        answer.status
    }

    /// Posts a form with the mark of the page that is shown.
    pub(crate) async fn post(&mut self, path: &str, fields: &[(&str, &str)]) -> u16 {
        let mark = self.mark().unwrap_or_default();
        let all = fields.iter().copied().chain([("form", mark.as_str())]);
        let all: Vec<_> = all.collect();
        self.post_bare(path, &all, &[]).await
    }

    /// Posts a form as it is given.
    pub(crate) async fn post_bare(
        &mut self,
        path: &str,
        fields: &[(&str, &str)],
        headers: &[(&str, &str)],
    ) -> u16 {
        let mut form = url::form_urlencoded::Serializer::new(String::new());
        let body = form.extend_pairs(fields).finish();
        let mut request =
            Request::post(path).header(CONTENT_TYPE, "application/x-www-form-urlencoded");
        for (name, value) in headers {
            request = request.header(*name, *value);
        }
        let answer = self.send(path, request.body(Body::from(body)).unwrap()).await;
        self.follow(answer).await
    }

    /// Posts a form with a file behind its fields.
    pub(crate) async fn upload(
        &mut self,
        path: &str,
        fields: &[(&str, &str)],
        (name, octets): (&str, &[u8]),
    ) -> u16 {
        let mut body = Vec::new();
        for (field, value) in fields {
            let part = format!("--XX\r\ncontent-disposition: form-data; name=\"{field}\"\r\n\r\n");
            body.extend_from_slice(format!("{part}{value}\r\n").as_bytes());
        }
        let part = "--XX\r\ncontent-disposition: form-data; name=\"file\"; filename=";
        body.extend_from_slice(format!("{part}\"{name}\"\r\n\r\n").as_bytes());
        body.extend_from_slice(octets);
        body.extend_from_slice(b"\r\n--XX--\r\n");
        let request = Request::post(path).header(CONTENT_TYPE, "multipart/form-data; boundary=XX");
        let answer = self.send(path, request.body(Body::from(body)).unwrap()).await;
        self.follow(answer).await
    }

    /// What a page listens to while it is open.
    pub(crate) async fn stream(&self, path: &str) -> Body {
        let request = Request::get(path).header(COOKIE, self.jar());
        let answer = self.desk.open(request.body(Body::empty()).unwrap()).await;
        assert_eq!(answer.status(), 200);
        answer.into_body()
    }

    /// Posts a form that gives a file.
    pub(crate) async fn download(&mut self, path: &str) -> Answer {
        let body = format!("form={}", self.mark().unwrap());
        let request = Request::post(path).header(CONTENT_TYPE, "application/x-www-form-urlencoded");
        let answer = self.send(path, request.body(Body::from(body)).unwrap()).await;
        assert_eq!(answer.status, 200, "{}", self.page);
        answer
    }

    /// Sets a cookie, as another page of ours would have.
    pub(crate) fn keep(&mut self, name: &str, value: &str) {
        self.cookies.insert(name.to_owned(), value.to_owned());
    }

    pub(crate) fn cookie(&self, name: &str) -> Option<&str> {
        self.cookies.get(name).map(String::as_str)
    }

    /// The mark of a form of the page that is shown, or of the one before it.
    pub(crate) fn mark(&self) -> Option<String> {
        self.last_mark.clone()
    }

    /// Posts the last form of the page as it is, with what is filled in.
    pub(crate) async fn submit(&mut self, fields: &[(&str, &str)]) -> u16 {
        let form = self.page.rsplit_once("<form").unwrap().1.to_owned();
        let value = |tag: &str, name: &str| {
            let rest = tag.split_once(&format!(r#" {name}=""#))?.1;
            let text = rest.split_once('"')?.0.replace("&#38;", "&").replace("&#34;", "\"");
            Some(text.replace("&#60;", "<").replace("&#62;", ">").replace("&#39;", "'"))
        };
        let hidden = form.split("<input ").filter(|tag| tag.contains(r#"type="hidden""#));
        let tags = hidden.map(|tag| format!(" {tag}"));
        let kept: Vec<(String, String)> = tags
            .map(|tag| (value(&tag, "name").unwrap(), value(&tag, "value").unwrap_or_default()))
            .collect();
        let kept = kept.iter().map(|(name, value)| (name.as_str(), value.as_str()));
        let all: Vec<(&str, &str)> = kept.chain(fields.iter().copied()).collect();
        let to = value(&form, "action").unwrap();
        self.post_bare(&to, &all, &[]).await
    }

    /// Where the links of the page lead.
    pub(crate) fn links(&self) -> Vec<String> {
        let ends = self.page.split(r#"href=""#).skip(1).filter_map(|rest| rest.split('"').next());
        ends.map(|link| link.replace("&#38;", "&").replace("&amp;", "&")).collect()
    }

    fn jar(&self) -> String {
        let pairs = self.cookies.iter().map(|(name, value)| format!("{name}={value}"));
        pairs.collect::<Vec<_>>().join("; ")
    }

    /// Every answer of a page forbids what pages must not do.
    async fn send(&mut self, path: &str, mut request: Request<Body>) -> Answer {
        request.headers_mut().insert(COOKIE, self.jar().parse().unwrap());
        let answer = self.desk.send(request).await;
        let policy = answer.headers["content-security-policy"].to_str().unwrap();
        assert!(policy.starts_with("default-src 'none'") && !policy.contains("unsafe"), "{path}");
        for line in answer.headers.get_all(SET_COOKIE) {
            let line = line.to_str().unwrap();
            let strict = line.contains("SameSite=Strict") || !line.starts_with("comity-session");
            assert!(line.contains("HttpOnly") && strict, "{line}");
            let secure = line.contains("; Secure") == self.over_https;
            assert!(secure || !line.starts_with("comity-session"), "{line}");
            let (name, value) = line.split(';').next().unwrap().split_once('=').unwrap();
            if value.is_empty() {
                self.cookies.remove(name);
            } else {
                self.cookies.insert(name.to_owned(), value.to_owned());
            }
        }
        path.clone_into(&mut self.path);
        self.page = String::from_utf8_lossy(&answer.body).into_owned();
        self.last_mark = self.between(r#"name="form" value=""#, "\"").or(self.last_mark.take());
        answer
    }
}
