# SPDX-License-Identifier: EUPL-1.2

skip = To the content

menu = Menu

brand-line = 24/7 contact point

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
door-demo = Nothing here is real: choose whom to be, and act. The other State is open beside it.
door-across = Across the border: the other State's desk

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
field-ground-hint = From the instrument's closed list, such as 40(21)(b).
field-provision = Provision
field-provision-hint = Where it stands in your law.
field-reason = Reason
field-full-reason = Full reason, for our file and oversight only
field-full-reason-hint = Never crosses the border.
field-conditions = Conditions
field-link = The other request
field-link-hint = Its identity.
field-provider = Provider
field-provider-hint = Its code in the register, or "other".
field-entity = Legal entity served
field-entity-hint = The company, never a person.
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
field-expires = Ends
field-expires-hint = Empty if it says nothing.

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
exhibit-here = here
exhibit-coming = on its way
exhibits = Exhibits
fault-file-large = The file is too large: divide it, and put each part in as an exhibit of its own.

alarm = Urgent, and nobody has taken it up:
alarm-quiet = Silence

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
directory-confirmed = The fingerprint was compared by voice when the State was added.
directory-authorities = Authorities
directory-authority = Authority
directory-reach = How to reach it
directory-checked = Checked
asked-before = Our State already asked for this:
standing-active = connected
standing-suspended = suspended
standing-removed = removed

voice-about = Call the number below. Have the other office read out the six words of its message; they must be these:

anytime = At any time
