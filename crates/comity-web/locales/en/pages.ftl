# SPDX-License-Identifier: EUPL-1.2

skip = To the content

menu = Menu

brand-line = 24/7 contact point
profile-exercise = This node is for exercises. Nothing done here is a case.

settings = Settings
settings-language = Language
settings-theme = Theme

leave = Sign out

find-label = Find a reference

door-title = Who are you?
door-failed = This token opens nothing. Ask an administrator for a new one.
door-token = Your token
door-token-hint = An administrator gave it to you when you were added.
door-enter = Sign in
door-demo = Nothing here is real. Two States run on this machine, each with a desk of its own: put them side by side in two windows, be the duty officer in both, and see a request cross the border.
door-across = Open the other State's desk beside this one
door-part-asks = Begin here: an urgent draft waits for you. Open it, and send it.
door-part-asked = Begin here: when the other State sends, this page rings. Acknowledge, call, compare the six words.

door-passkey = Sign in with a passkey
door-passkey-hint = Your device or stick asks for your finger, your face or its number.
door-or-password = With a password and a code
door-or-token = For the first time, with a token
door-login = Name to sign in with
door-password = Password
door-code = Code that your device shows
door-wrong = This is not right. Check the name, the password and the code; each code is taken once.
door-wait =
    { $minutes ->
       [one] Too many attempts. Try again in a minute.
      *[other] Too many attempts. Try again in { $minutes } minutes.
    }
door-has-credential = You have set up how to sign in: use that. The token stays good for programs. If you lost it, ask two administrators for a new token.
passkey-failed = The passkey was not accepted. Try again, or sign in another way.
passkey-not-shown = Nothing was shown. Try again, or choose another way.

touch-title = Show that it is you
touch-why = This cannot be taken back, so it needs you within five minutes of signing in. What you wrote is kept and goes on from here.
touch-passkey = Show the passkey
touch-go = Go on
touch-click = It is me
touch-failed = This is not right. Check the password and the code; each code is taken once.

sign-in-title = How I sign in
sign-in-first = Set up how you sign in
sign-in-first-why = The token let you in this once. From now on it opens no page; programs still use it. Keep it secret.
sign-in-login = You sign in as
sign-in-demo = In this exercise everybody is who they say they are, so there is nothing to set up.
sign-in-keys = Ways to sign in
sign-in-last-used = Last used
sign-in-added = Since
sign-in-never = never
sign-in-remove = Remove
sign-in-only = The only one: it cannot be removed.
sign-in-rename = Rename
sign-in-passkey = Add a passkey
sign-in-passkey-hint = Your device keeps it for this address only: no other site can ask for it. Take a second one for the day when the first is lost.
sign-in-no-address = This node does not know its own address, so browsers cannot make passkeys for it. An administrator writes it into the configuration, as `public` under [api].
sign-in-needs-script = Passkeys need a browser that runs this page's script; a password works without.
sign-in-name = What you call it
sign-in-password = Set a password with codes
sign-in-password-again = Set another password with another device
sign-in-password-new = Password of at least 12 letters
sign-in-password-hint = A few words that do not belong together. It needs no digits and no signs.
sign-in-device = A device that shows codes
sign-in-device-hint = Read these squares with an app for one-time codes, or type the key.
sign-in-device-squares = The key as squares for a camera
sign-in-key = Key
sign-in-code = Code that it shows now
sign-in-save = Save
sign-in-change = Change the password
sign-in-change-hint = The device that shows codes stays the same.
sign-in-sessions =
    { $count ->
       [one] You are signed in here and nowhere else.
      *[other] You are signed in at { $count } places.
    }
sign-in-others = Sign out everywhere else
sign-in-recovery = If you lose every way in, two administrators give you a new token; all the ways above end with it.
credential-passkey = Passkey
credential-password = Password and code

officers-title = Officers
officers-why = One administrator proposes, another consents. Whoever consents is shown the token, once, and hands it over.
officers-all = Who has a login
officers-ended = ended
officers-token-shown = The token, shown this once. Hand it over in person. It is for
officers-decline = Take away
officers-roles = Offices
officers-authority = Authority
officers-name = Name
officers-name-hint = For this State only: it never crosses the border.
officers-login-hint = Small letters, digits, dots and dashes; made of the name if you leave it empty.
officers-token-hint = A new token ends every way in which the officer signs in, and every session. It is how one who lost them comes in again.
officers-propose = Propose
officer-change-add = Add an officer
officer-change-alter = Change offices, authority or name
officer-change-token = Give a new token
officer-change-end = End the login

docket-title = Docket
docket-views = Views of the docket
docket-nothing = No request has the reference { $reference }.

col-request = Request
col-state = Stands at
col-who = Who must act
col-clock = Clock
col-items = Open items
col-item = Item
col-until = Held until
col-answer = Answer

no-reference = without a number yet

way-out = we ask
way-in = we are asked

ours = We

nobody = nobody

no-clock = none

more = More

request-title = Request

theirs-is = theirs:

is-draft = Draft

undelivered =
    { $count ->
       [one] one message on its way
      *[other] { $count } messages on their way
    }

now-title = What happens next
now-nobody = Nobody must act now.
now-ours = We

items = items
items-title = Items

first = First:

not-before = Not before

others-may = What others may do

proposals-title = Waits for a second person

proposed-by = prepared by
proposal-overrides = It sets a rule aside:

consent = Consent

erased = erased

suspended = use suspended

zone-mine = here
zone-theirs = there

file-title = File

confirmed = confirmed by voice

six-words = Six words:

act-refused = This was not done.
act-items = About which items

optional = optional

cancel = Back

field-text = In your words
field-text-hint = Read by people in both States.
field-until = Until
field-until-hint = In the time of this State.
field-ground = Ground
field-ground-hint = From the closed list of the instrument, for this measure.
field-provision = Provision
field-provision-hint = Where it stands in the instrument, such as 40(21)(b).
field-reason = Reason
field-full-reason = Full reason, for our file and oversight only
field-full-reason-hint = Never crosses the border.
field-conditions = Conditions
field-link = The other request
field-link-hint = Its identity.
field-provider = Provider
field-provider-hint = From the register; whom it does not know is named beside it.
field-next-state = State
field-next-state-hint = The State in which the next provider is.
field-firm = Name of the company
field-firm-hint = Only where the register does not know it; never a person.
field-entity = Legal entity served
field-entity-hint = The company, never a person. Empty: as the register calls it.
field-channel = By which channel
field-reference = Reference
field-reference-hint = As it stands on the paper.
field-outcome = What came of it
field-number = Number called
field-number-hint = From the directory, not from the message.
field-office = Office
field-office-hint = Which office answered or acted.
field-act = What it is
field-authority = Authority
field-authority-hint = As it signs.
field-date = Date
field-date-hint = Year-month-day.
field-scope = What it covers
field-scope-hint = Persons, data and period.
field-came-of = Why
field-came-of-hint = Neither a ground nor a reason: nobody refuses here.
field-level = Level of the authority
field-level-hint = Content data need the order of a prosecutor or a court.
field-allows-tier = Allows data up to
field-allows-tier-hint = Empty if it says nothing of data.
field-allows-items = Items it allows
field-allows-items-hint = Their numbers, such as 1, 3. Empty if it allows all.
field-expires = Ends
field-expires-hint = Empty if it says nothing. An order without an end authorises no content data.

time-left-minutes = { $minutes } min
time-left-hours = { $hours } h { $minutes } min
time-left-days = { $days } d { $hours } h
time-late-minutes = { $minutes } min late
time-late-hours = { $hours } h { $minutes } min late
time-late-days = { $days } d { $hours } h late

fault-back = To the docket
fault-400 = This cannot be read
fault-400-hint = Go back, reload the page and try again. Nothing was changed.
fault-403 = This is not yours to do
fault-403-hint = Ask whoever holds the office named, or an administrator.
fault-404 = This is not here
fault-404-hint = It may have another number, or be none of your authority's.
fault-409 = This does not go now
fault-409-hint = Somebody may have been quicker: look at the request again.
fault-503 = The node cannot do this now
fault-503-hint = Nothing is lost. Try again in a minute, and tell an administrator.
fault-500 = Something is broken here
fault-500-hint = Nothing is lost. Tell an administrator.
fault-form-token = This form is not of your present session: it may be from before you signed in.
fault-form-elsewhere = This form came from another site.
fault-form-slow = The form took too long to arrive.
fault-form-large = The form is too large.
fault-form-field = A field of the form is missing.
fault-field-missing = A field that is needed is empty.
fault-field-form = A field is not written as it must be.
fault-field-instant = This instant does not exist in the time of this State.

exhibit-title = Put an exhibit in
exhibit-item = Which item it answers
exhibit-source = From whom, and under which reference
exhibit-source-hint = The holder as a company, and its own number of the reply.
exhibit-file = The file
exhibit-file-hint = It is sealed as it arrives: no open copy is kept here.
exhibit-go = Seal and put in
exhibit-get = Open
exhibit-coming = on its way
exhibits = Exhibits
fault-file-large = The file is too large: divide it, and put each part in as an exhibit of its own.

alarm = Urgent, and nobody has taken it up:
alarm-quiet = Silence
deaf = This page hears nothing any more: sign in again.

verify-title = Check a letter
verify-about = Every message that this State signs or receives has six words. Type those on the letter: you learn whether it is in our files.
verify-words = The six words of the letter
verify-go = Check
verify-yes = This message is in our files.
verify-no = We have no message with these words.
verify-no-hint = Check the spelling. If they stand so on the letter, call the office named in the directory, not the number on the letter: it may be forged. What was erased is not found either.
verify-kind = What it is
verify-from = Between
verify-signed = Signed
verify-reference = Our reference
verify-offline = Whoever holds the evidence package can check signatures without us: comity verify.
letter = As a letter
letter-to = To
letter-reference = Reference
letter-case = Case number
letter-period = Period (UTC)
letter-verify = Whether this letter is genuine can be checked with the six words at either State's desk, under “Check a letter”.
directory-title = Directory
directory-ours = our State
directory-no-node = no node: by letter, mail and telephone
directory-desk = 24/7 desk
directory-zone = Zone
directory-languages = Languages
directory-bound = Bound by
directory-since = since
directory-node = Node
directory-until = its statement ends
directory-key = Root key
directory-confirmed = An administrator confirmed the fingerprint when the State was added.
directory-authorities = Authorities
directory-authority = Authority
directory-reach = How to reach it
directory-checked = Checked
directory-does = Its contact point
directory-reserves = Reservations
directory-itself = As it says itself
directory-statement = statement { $seq }
directory-differs = The State names another number for its desk than our register: compare both before you call.
function-technical-advice = technical advice
function-preservation = preservation
function-evidence = evidence and legal information
function-locating-suspects = locating suspects
function-emergency = emergencies
mode-direct = itself
mode-facilitate = helps along
asked-before = Our State already asked for this:
standing-active = connected
standing-suspended = suspended
standing-removed = removed

voice-about = Call the number below. Have the other office read out the six words of its message; they must be these:

anytime = At any time
ground-non-conforming = The request is not made as the article asks
ground-essential-interests = Sovereignty, security, public order or other essential interests
ground-domestic-law = Our law would forbid it for a similar offence of our own
ground-legal-system = Contrary to our legal system on mutual assistance
ground-discrimination = Persecution or prejudice on protected grounds is to be feared
ground-dual-criminality = The conduct is no crime here
ground-de-minimis = Trifling, or to be had by other means
ground-insufficient-evidence = The evidence is not sufficient, or not in time
ground-data-protection = The law on personal data forbids it, and no condition makes it lawful
ground-own-national = The person is a national of ours
ground-minimum-penalty = The penalty does not reach the minimum
ground-fiscal-only = It also involves fiscal matters
ground-bank-secrecy = Bank secrecy
ground-political-offence = A political offence
ground-own-case = It would disturb proceedings of our own
provider-other = Another
item-holder = Held by
case-ours = our case
case-theirs = their case
