# SPDX-License-Identifier: EUPL-1.2

exercise = EXERCISE

duty-menu = Duty
duty-title = Who has duty
duty-now = Now
duty-till = until
duty-deputy = Deputy
duty-nobody-now = Nobody has duty now. An alarm wakes everybody who could have it. The next turn begins
duty-gaps = In these times nobody has duty:
duty-gaps-why = Whatever arrives then wakes everybody who could have duty.
duty-ahead = The two weeks ahead
duty-from = From
duty-to = To
duty-who = Who
duty-left = somebody who left
duty-subscribe = Your calendar program reads this at (the address is a key: keep it to yourself):
duty-turns = Turns
duty-set-by = Last changed by
duty-none = There are no turns yet.
duty-of-calendar = from the calendar
duty-once = { $from } to { $to } ({ $zone })
duty-again =
    { $weeks ->
        [one] { $days }, { $begins } to { $ends } ({ $zone }), from { $first }
       *[other] { $days } every { $weeks } weeks, { $begins } to { $ends } ({ $zone }), from { $first }
    }
duty-until = until { $until }
duty-but = but not on { $days }
duty-remove = Take out
duty-add = Add a turn
duty-begins = Begins
duty-ends = Ends
duty-zone = In the zone
duty-comes-again = Comes again on
duty-weeks = Every how many weeks
duty-holidays = On this State's holidays
duty-last = Last day on which it begins
duty-take = Take turns from a calendar
duty-take-hint = Export your roster as iCalendar (.ics). Each event's title is an officer's name or login, and after a stroke the deputy's: Ana Duarte / Ines Prado. Turns that came from a calendar before are replaced; turns entered here stay.
duty-file = File
duty-text = The calendar's text
duty-taken =
    { $count ->
        [one] One turn was taken from the calendar.
       *[other] { $count } turns were taken from the calendar.
    }

day-monday = Mon
day-tuesday = Tue
day-wednesday = Wed
day-thursday = Thu
day-friday = Fri
day-saturday = Sat
day-sunday = Sun

holidays-as-any-day = as on any day
holidays-left-out = not on holidays
holidays-too = on every holiday too

reach-title = How I am woken
reach-why = When something urgent arrives in your turn and nobody has acknowledged it, you are told here, by every way that you set up. No message says anything of the case.
reach-mail = Mail
reach-phone = Telephone
reach-phone-hint = With the country's code. For text messages and calls, if your State has a gateway for them.
reach-set = Save
reach-browsers = Browsers
reach-push-why = A browser is told even while no page is open, through the push service of its maker, which learns that this node rang and nothing else.
reach-no-push = This node is not set up to tell browsers. Its operator can do that under [alarm.push] in the configuration.
reach-no-browser = No browser is told yet.
reach-push = Tell this browser
reach-push-end = Tell no browser any more
reach-push-failed = This browser does not allow it, or its push service was not reached.

shift-menu = Hand-over
shift-title = Hand-over
shift-since = What happened and what is open, since this shift began:
shift-left = Left to you
shift-clocks = What ends within a day, or is late
shift-no-clocks = Nothing ends within a day.
shift-promises = Promised on the telephone
shift-no-promises = Nothing was promised for these days.
shift-waiting = What waits on whom
shift-no-waiting = Nothing waits on anybody.
shift-requests =
    { $count ->
        [one] 1 request
       *[other] { $count } requests
    }
shift-changed = What changed in this shift
shift-no-changed = Nothing changed.
shift-leave = Leave the shift to my successor
shift-remarks = What my successor should know
shift-remarks-hint = What belongs to a request belongs into its file. This stays at the desk.
shift-take = Take the shift over
shift-take-why = You have read what is open and what was promised. From now on it is yours.
shift-take-sign = I take over
shift-mine = You left this shift. Your successor signs for it.
shift-before = Shifts before

ringing-title = Urgent, and nobody has acknowledged it

stage-on-duty = who has duty
stage-next = who stands in
stage-telephone = everybody
means-mail = mail
means-push = browser
means-gateway = text message
means-none = no way set up
alarm-told = woken
alarm-not-told = not reached

alarm-mail-subject = { $mark } { $state }: urgent, acknowledge until { $utc }
alarm-mail-text =
    { $mark }
    An urgent request has arrived at the desk of { $state }, and nobody has acknowledged it.

    Acknowledge it until { $until }, which is { $utc }.
    You are woken as: { $as }.

    { $address }

    This mail says nothing of the case, on purpose. Nobody reads answers to it.
alarm-short = { $mark } Comity { $state }: urgent, acknowledge until { $utc }. { $address }

alarm-lift-subject = { $state }: a safeguard was lifted, hold it until { $utc }
alarm-lift-text =
    A safeguard was lifted on a request at { $state }. It takes effect at { $until }, which is { $utc }.

    Until then the oversight body may hold it, and nothing has been done by it.

    { $address }

    This mail says nothing of the case, on purpose. Nobody reads answers to it.
alarm-lift-short = Comity { $state }: a safeguard was lifted, hold it until { $utc }. { $address }

push-title = { $state }: urgent
push-text = Something waits for you. Open the desk.

step-promised = Promised until
step-until = Until
step-ends = Ends
step-scope = Covers
field-promised = Promised until
field-promised-hint = If you promised something: the hand-over page holds it until then.

exercise-why = This tries whether somebody is there. Acknowledge it as you would an urgent request; nothing else is asked.
drill-took = Acknowledged after { $time }.
drill-last = Last exercise
drill-never = never tried
drill-now = Try whether somebody is there
drill-monthly = Try all every month, in my name
drill-monthly-end = Try nobody every month
drill-unverified = This contact is unverified until somebody answers.
drill-waiting = waits
drill-in-time = answered in time
drill-late = answered late
drill-missed = missed

spoken-title = Approved by telephone
spoken-why = Record whom you called and at which number. What they approved is done at once, and both States see that it is not confirmed. They have 24 hours to sign it with their own key. Nothing is handed over before they have.
spoken-nobody = No officer of this State may approve this, other than you.
spoken-who = Who approved
spoken-when = When they said so
spoken-record = Record it and go on
spoken-open = Approved by telephone on { $at } by { $role } of { $state }. Not confirmed; to be confirmed by { $answered }.
spoken-late = Approved by telephone on { $at } by { $role } of { $state }. Not confirmed in time: it was due by { $answered }.
spoken-confirmed = Approved by telephone on { $at } by { $role } of { $state }; confirmed on { $answered }.
spoken-confirmed-late = Approved by telephone on { $at } by { $role } of { $state }; confirmed late, on { $answered }.
spoken-denied = { $role } of { $state } denied on { $answered } having approved this by telephone.
owed-title = You approved by telephone
owed-why = Look at each and confirm it, or deny it.
owed-all-title = Approved by telephone, not confirmed
owed-by = to be confirmed by

directory-policies = Its policies
policies-kept = proven here
policies-broken = not kept
policies-unproven = not proven
policies-mean-kept = The policies it publishes permit nothing that the floor forbids. That says nothing of the facts that somebody types in.
policies-mean-broken = The policies it publishes permit what the floor forbids, or could not be shown not to. Each of its requests is examined before anything is granted; the duty to cooperate remains.
policies-mean-unproven = Nobody has proven here what it publishes, if it publishes any.

voice-with = Voice
voice-never = Not compared by voice. Nothing is granted to this State before it is.
voice-compare = Compare words by voice
voice-how = Call this number. Have the office read out the six words of its root key; they must be the words shown above. Then record the call.
voice-done = They match: record the call

search-title = Search by identifier
search-why = Finds the requests that name exactly this. Each search states a case and is on record; the oversight body reads that record.
search-identifier = Identifier
search-identifier-hint = An address, a mailbox, a telephone number, an account and so on. An internet address alone is found with any port and time.
search-kind = Kind
search-case = Case
search-look = Search, on record
search-found = { $count ->
    [0] No request names it
    [one] 1 request names it
   *[other] { $count } requests name it
}
searches-title = Searches
searches-about = Who looked for an identifier, when, and for which case. What was looked for is not kept; the same mark stands for the same identifier.
searches-none = Nobody has searched.
searches-when = When
searches-who = Who
searches-found = Found
docket-several = Requests with { $reference }

field-given-to = To which authority
field-given-to-hint = From then on its officers and the central authority act on this request, and nobody else.
given-to = Given to
shift-more = There are more than these: look at
