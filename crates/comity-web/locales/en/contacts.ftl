# Contact between authorities of this State.

contacts-title = The same identifier in this State
contacts-overlap = { $requests ->
    [one] 1 open request
   *[other] { $requests } open requests
} of { $authorities ->
    [one] 1 authority
   *[other] { $authorities } authorities
} of this State { $requests ->
    [one] names
   *[other] name
} an identifier of this one.
contacts-ask = Ask for contact
contacts-ask-hint = They learn that an authority of this State works on the same, and who it is if they agree. Nothing is told to another State.
contacts-agree = Agree to contact
contacts-decline = Decline
contacts-answer-hint = An authority of this State works on an identifier of this request. If you agree, each of you is told who the other is; else neither is.
contact-waiting = Contact was asked for
contact-agreed = Contact was agreed to
contact-declined = Contact was declined
kind-contact-ask = Contact asked for
kind-contact-asked = Asked for contact
kind-contact-agree = Agreed to contact
kind-contact-decline = Declined contact
kind-contact-answered = Contact answered
act-contact-ask = Ask for contact
act-contact-asked = Be asked for contact
act-contact-agree = Agree to contact
act-contact-decline = Decline contact
act-contact-answered = Take in the answer on contact
