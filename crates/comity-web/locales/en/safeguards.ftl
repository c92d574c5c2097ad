# SPDX-License-Identifier: EUPL-1.2
# What the safeguards ask, rule by rule: what must be so. And the questions about protected freedoms
# and persons.

rule-own-state = Only officers of the State whose node this is act here.
rule-administrator-apart = Administrators see no case and no desk.
rule-administration-only = Who administers the node holds no other office.
rule-oversight-apart = The oversight body reads, holds and orders remedies; it takes no part in a case.
rule-remedy-by-oversight = A remedy is ordered by the oversight body.
rule-given-authority = The authority that was given the request acts on it, or the central authority.
rule-own-draft = Whoever approves a draft neither wrote nor changed it.
rule-review-by-another = Whoever reviews an exhibit had no part in getting it.
rule-clearance-by-another = Whoever clears an exhibit did not review it.
rule-compared-by-another = Whoever compares an act with its scan did not enter it.
rule-two-for-content-asked = Two persons ask for content data.
rule-two-for-content-taken = Two persons take content data that nobody asked for.
rule-two-for-content-granted = Two persons grant content data.
rule-two-for-emergency-asked = Two persons declare an emergency.
rule-two-for-keeping = Two persons keep what was not validated.
rule-two-for-refusal = Two persons refuse a disclosure.
rule-two-for-release = Two persons hand exhibits over.
rule-two-for-erasure = Two persons erase a file.
rule-two-for-override = A supervisor consents to setting a rule aside.
rule-two-for-officers = Two administrators change who may do what.
rule-two-for-law = Two officers of the central authority hold a row of the law against the official text.
rule-second-is-another = The second person is another than the first.
rule-spoken-hands-nothing-over = A word over the telephone hands nothing over.
rule-spoken-lifts-nothing = A word over the telephone sets no rule aside.
rule-second-holds-office = The second person may consent on this side, and neither administers nor oversees.
rule-second-is-no-author = The second person neither wrote nor changed the draft.
rule-consent-by-another = Whoever consents did not prepare the act.
rule-answer-stated = The message says what is decided.
rule-reasons-given = A reason is given.
rule-orders-reasoned = A reason is given for the order.
rule-override-reasoned = A reason is given for setting a rule aside.
rule-consulted-before = The other State is consulted first, where the ground asks for it.
rule-never-consulted = The other State is not consulted where that would warn somebody.
rule-examined-first = An examiner looks first: the policies that the other State publishes do not hold.
rule-complete = The request lacks nothing that its instrument asks for, or what it lacked was asked about and answered.
rule-not-in-bulk = It is no trawl: not more items and no longer periods than this State's bounds, unless a supervisor says so.
rule-fits-tier = The offence is serious enough, and the authority that asks high enough, for this tier of data.
rule-authorised-at-home = Where the law at home wants an independent authorisation, one is named.
rule-secrecy-bounded = Secrecy is asked for ninety days at most.
rule-secrecy-renewed-bounded = Secrecy is asked for again for ninety days at most, from the day of the message.
rule-secrecy-renewed-by-act = Each renewal of secrecy rests on an independent authority's act of its own, which was entered, compared with its scan, and goes with it.
rule-secrecy-past-year = Beyond a year the oversight body agreed on the request that secrecy goes on.
rule-stored-only = It asks for nothing that is yet to come: live measures are not carried.
rule-in-scope = It falls under the scope of its instrument.
rule-authority-lasts = The authorisation that the request rests on has not ended.
rule-onward-with-consent = What another State sent goes on to a third one only with its consent.
rule-screened-first = An examiner answered the questions about protected freedoms and persons.
rule-screened-by-two = Two examiners answered them, where a provision is in no plain class or an earlier answer was false.
rule-protected-freedoms = No answer points to a protected freedom or person; or a senior officer of another authority lifted this a day ago, and nobody held it.
rule-speech-by-court = Where the conduct is speech alone, a decision of a court of this State is named.
rule-two-for-differences = A supervisor consents where the two States answer differently, or a child is concerned.
rule-transfer-answered = An examiner says whether the law here lets the data be handed over.
rule-transfer-lawful = The law here lets the data be handed over, or does so on conditions.
rule-transfer-on-conditions = Conditions are set where the law here does not let the data go without them.
rule-dual-by-conduct = A refusal for want of dual criminality rests on what was found of the conduct, offence by offence.
rule-discretion-reasoned = Help with what is no offence here says why it is given.
rule-two-for-discretion = A second person consents to help with what is no offence here.
rule-part-considered = Before a refusal, answering in part or on conditions is considered.
rule-lifted-by-another = Whoever lifts a rule is of an authority that did not examine the request.
rule-content-authorised = This State's own independent authorisation covers content data.
rule-offer-authorised = The State that offers content data names its own independent authorisation.
rule-suspended = No court or oversight body has suspended it.
rule-frozen = What was handed over in an emergency was validated in time.
rule-two-for-traffic-granted = Two persons grant traffic data.
rule-two-for-orders = Two persons order content data from a provider.
rule-no-content-unasked = Nobody offers content data.
rule-nothing-by-telephone = No word over the telephone counts here.
rule-clearance-by-a-third = Whoever clears an exhibit had no part in getting or reviewing it.

fact-recomputed = anybody can compute it again from what was signed
fact-attested = somebody has signed that it is so
fact-local = only this State knows it

findings-title = What is checked
findings-about = Each rule with its provision. A rule that holds is no proof that what was typed in is true.
findings-change = For it to hold:
findings-lacks = Does not hold
findings-second = Waits for a second person
findings-entered = Turns on what is entered below
findings-holds = Holds
findings-all = { $count ->
    [one] One rule holds already
   *[other] { $count } rules hold already
  }
findings-house = our own rule
findings-override = A { $role } may set it aside, on record
findings-kept = { $count ->
    [one] One rule was checked, and held
   *[other] { $count } rules were checked, and held
  }
field-secrecy-until-hint = Only to ask for secrecy again, or to end it earlier. Ninety days from today at most, and no longer than the act that it rests on. The text says why.
field-secrecy-act-hint = A decision of an independent authority, entered here and compared with its scan. Each renewal has one of its own.
field-rule-hint = The rule that the answers made apply.
field-concern-hint = What the court, the oversight body or the objection found.
field-override-hint = Setting a rule aside is on record, is counted, and the other State sees that it was done.
override-ask = Set this rule aside: a supervisor has to consent
override-first = It is set aside beforehand: a senior officer of another authority lifts it on the request’s page, and a day later it may be.
override-from = It was lifted. It may be set aside from
field-considered = Answering in part, or on conditions, was considered
field-transfer = May the data be handed over?
field-secrecy-until = Secret until
field-secrecy-act = The act that it rests on
field-rule = Rule
field-concern = Which answer was false

concern-speech = Is the conduct an expression, an assembly, an association or a belief, and nothing else?
concern-politics = Is the purpose political, or does it rest on who somebody is?
concern-press = Is a journalist concerned, or a source of one?
concern-privilege = Is a lawyer concerned, or another whose files are privileged?
concern-defender = Is somebody concerned who defends human rights?
concern-asylum = Is somebody concerned who sought asylum or lives in exile?
concern-whistle-blower = Is somebody concerned who reported wrongdoing?
concern-research = Is it research or testing of the security of systems?
concern-child = Is a child concerned?
said-no = Nothing points to it
said-yes = Yes
said-unsure = It cannot be told
transfer-lawful = Yes, by the law of this State
transfer-with-conditions = Yes, on conditions
transfer-unlawful = No, and no condition would help

screen-title = Protected freedoms and persons
screen-about = Meant is whoever's data are sought against them. A person in danger, or a victim who agrees, is not meant.
screen-blind = Your answers come first. What the other State and other examiners say is shown after them.
screen-why = Why
screen-asked = An examiner has to answer before anything is granted.
screen-two = A second examiner has to answer too.
screen-unclassed = In no plain class here
screen-misstated = An answer of this authority was found false within the last year.
screen-answered = Answered
screen-found = Not answered with no
screen-nothing = Nothing points to a protected freedom or person.
screen-differs = The two States say opposite things.
screen-theirs = What the State that asks says
screen-theirs-none = The State that asks says nothing about these questions.
screen-hidden = Others' answers are shown once you have answered.
screen-lifted = Lifted
screen-lifted-from = holds from
screen-held = held by the oversight body
screen-own-about = Answer what you know. The other State's examiner answers first and sees this afterwards. An answer that is found false is held against your authority for a year.

secrecy-title = Secrecy
secrecy-ended = Secrecy has ended, on
secrecy-told = The person concerned was told on
secrecy-notice = The person concerned has to be told from
secrecy-notice-due = Nobody has said that the person concerned was told.
secrecy-said = Message of
secrecy-asked = asks for secrecy until
secrecy-anew = It had ended before: a new period, not one renewed in time. It had ended on
secrecy-shorter = lasts shorter
secrecy-nothing = prolongs nothing
secrecy-how = Secrecy is asked for again by a correction of the request, ninety days at most at a time, with an act of an independent authority that goes with it. Beyond this day the oversight body agrees first:
secrecy-agreed = The oversight body agreed to one renewal, at most until
secrecy-renew = Ask for secrecy again, or end it
secrecy-short-too-long = It was asked for more than ninety days at a time.
secrecy-short-misplaced = It was asked for in a message that cannot carry it.
secrecy-short-no-act = No act of an independent authority goes with it.
secrecy-short-used-act = The act that it names carried something else before.
secrecy-short-act-ended = The act that it rests on ends earlier.
secrecy-short-no-seat = It reaches beyond a year, and no oversight body is named that agreed.

# --- Security research, and dual criminality by conduct. ---
research-about = Of an attack on a system: a no says why it is no research; otherwise look at each sign.
research-signs = Signs of security research
research-seen = What was seen
research-authorised = Whoever owns the system allowed it
research-scope = It stayed within what was allowed, or within what showing the fault took
research-programme = The fault was disclosed, to the owner or under a disclosure programme
research-intent = No dishonest purpose shows
research-harmless = Harm was avoided or undone
research-testing = Tools were made or held for authorised testing, or to protect a system
dual-title = Dual criminality
dual-about = What the person is said to have done counts, and not what either law calls it. Not asked for before data are preserved.
dual-conduct = What the person is said to have done
dual-here = Would that be an offence here?
dual-provision = Provision of the law here
dual-years = Statutory maximum here, in years
dual-maximum = { $count ->
    [one] at most { $count } year
   *[other] at most { $count } years
 }
dual-met = An offence here too
dual-lacking = No offence here
dual-disputed = Not agreed, or not clear
punished-yes = Yes
punished-no = No, under any name
punished-unsure = It cannot be told
criminality-required = is needed
criminality-may-waive = may be waived
criminality-may-refuse = its want may be a ground
criminality-not-asked = is not asked for
criminality-by-reservation = by reservation only
criminality-conduct = the conduct decides
criminality-predicate = of the first offence too
fault-conduct-here = Say whether the conduct would be an offence here, or leave the whole offence empty.

# --- What the person concerned is told, and their defence is given. ---
copies-title = Copies
copies-about = For whoever is concerned, and for their defence: what was asked, on which law, what came of it, and each answer about protected freedoms with its sentence. Names of officers are in neither.
copy-notice = Notice to the person concerned
copy-defence = Copy for the defence
copy-notice-title = Notice of a request for data
copy-defence-title = Copy for the defence
copy-to = The person concerned
copy-asks = Asked by
copy-asked = Asked of
copy-on = Asked on
copy-basis = On the basis of
copy-secret = Secrecy was asked for. Do not hand this over before
copy-question = Question
copy-answer = Answer
copy-whose = Signed by
copy-when = When
copy-what = What
copy-rules = Rules that held
copy-acts = What was done
copy-lifted = What was lifted, held or found false
copy-unanswered = Nobody has answered these questions.
copy-remedy-title = What you can do
copy-remedy = You may ask whether this was lawful, and have what was not put right, before the courts and the oversight body of the State whose officers acted. This sheet is a reading copy; what was signed is in the evidence package, which your defence may ask for.
findings-overridden = Set aside, with a second person and a reason:
findings-overridden-there = a safeguard of the other State. Which one, it keeps for its oversight body.
findings-consent = What was checked
act-silent = A protected freedom or person was found. Choose the reason “{ $reason }” and write no words that cross; what it rests on belongs into the full reason, which stays here. So nobody can tell from a refusal whom it protects.
