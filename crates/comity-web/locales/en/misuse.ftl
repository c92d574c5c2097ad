# What looks like misuse, and the rates that both States count.

misuse-title = For a person to look at
misuse-beside = To look at before deciding
misuse-intro = A rule has found a pattern in coded facts. It has no effect, says nothing of a person, and may be wrong: a person looks, and decides.
misuse-looked = { $count ->
    [one] One request was looked at.
   *[other] { $count } requests were looked at.
  }
misuse-none = No rule has found anything.
misuse-ours = What this State asked
misuse-theirs = What came from
misuse-threshold = at least
misuse-thresholds = All thresholds, with their reasons
misuse-threshold-name = Threshold
misuse-why = Why
misuse-messages = { $count ->
    [one] One message
   *[other] { $count } messages
  }
misuse-withheld = { $count ->
    [one] One of them is in a file that is not open to you.
   *[other] { $count } of them are in files that are not open to you.
  }
misuse-aside = Put it aside
misuse-aside-hint = With a reason, on record. It comes back when it goes on.
misuse-is-aside = Put aside:
misuse-reason = Reason
misuse-repeats = { $element }: the same words stood in { $same } of the { $of } requests before.

misuse-rule-forged = Octets that are not their sender's
misuse-rule-forked = A chain that says two things
misuse-rule-new-key = Emergencies at once under a new key
misuse-rule-new-ground = One key asks where it never asked
misuse-rule-odd-hours = One key signs at hours that are not its own
misuse-rule-volume = Many more requests than usual
misuse-rule-same-target = The same identifier again and again
misuse-rule-emergencies = Many emergencies
misuse-rule-unvalidated = Emergencies that nobody validates
misuse-rule-unfollowed = Data held that nobody asks for
misuse-rule-resubmitted = Refused, and asked again
misuse-rule-recoded = A refused provision under another offence
misuse-rule-dressed-up = Offences of property that ask who spoke
misuse-rule-secrecy = Secrecy that ended, and nobody was told

misuse-about-forged = Octets name this State as their sender and do not verify, or came by another State's channel. Call its contact point by the number in the directory.
misuse-about-forked = Two messages claim one place, or a chain denies what it said. A stolen key does that, and so does a node put back from an old backup: speak with its contact point before anything is granted.
misuse-about-new-key = Right after this State's keys changed it asks for emergencies, and nobody has compared words by voice since. Compare them before anything is granted.
misuse-about-new-ground = Within minutes one officer's key asked in many cases, of States that it had never asked. Ask the office whether it was them.
misuse-about-odd-hours = One officer's key signed in several cases at hours far from all at which it had signed. Ask the office whether it was them.
misuse-about-volume = Many more cases than in the weeks before, or very many requests under one case number. An incident can be the reason: ask.
misuse-about-same-target = One identifier stands in case after case, or in request after request that follow none. Look whether each has a reason of its own.
misuse-about-emergencies = A great share of these cases are emergencies. Look whether lives were in danger.
misuse-about-unvalidated = Data were handed over in emergencies, and the validation did not come in time in most of them.
misuse-about-unfollowed = Data were held again and again, and nobody asked for them or let them go. Holding is for what follows.
misuse-about-resubmitted = What was refused is asked again. Compare the two requests: new facts are a reason, another label is none.
misuse-about-recoded = A provision of national law was refused to protect a person, and comes back under an offence under which it never came.
misuse-about-dressed-up = These requests name an offence of property and nothing but accounts under which people speak in public. Read the facts: is anybody's property in them?
misuse-about-secrecy = The secrecy that was asked for has ended, data were held or handed over, and no message says that the person was told.

misuse-field-pieces = Pieces
misuse-field-why = Why they were turned away
misuse-field-channel = By the channel of
misuse-field-key = Officer's key
misuse-field-published = New keys published
misuse-field-cases = Cases
misuse-field-requests = Requests
misuse-field-usual-hundredths = Cases in as long a time, usually
misuse-field-history = Earlier requests of this key
misuse-field-hours = Its hours until then (UTC)
misuse-field-target = Identifier (mark)
misuse-field-provision = Provision (mark)
misuse-field-percent = Share
misuse-field-others-percent = Share of the others
misuse-field-of = Of
misuse-field-missing = Cases in which it is missing
misuse-field-offences-before = Offence before
misuse-field-offences-now = Offence now
misuse-field-reason = Reason of the refusal
misuse-field-differs = What differs
misuse-field-asked-before = State before

misuse-differs-state = another State
misuse-differs-authority = another authority
misuse-differs-offence = another offence
misuse-differs-emergency = as an emergency

rates-title = Emergencies and overrides
rates-received = They asked us
rates-sent = We asked them
rates-counts = { $requests ->
    [one] one request
   *[other] { $requests } requests
  }, of them emergencies: { $emergencies } (validated too late or not: { $late }); rules overridden by the State that asks: { $asking }, by the State that is asked: { $asked }
rates-both = Counted from what both States have signed: the other State counts the same. Since
rates-differ-title = Protected freedoms: the two States say opposite things
rates-differ = { $answered ->
    [0] No request was answered yet of which both answered the questions
    [one] On { $differ } of one request of which both answered the questions
   *[other] On { $differ } of { $answered } requests of which both answered the questions
  }
rates-differ-ours = Of what they asked and we answered; only we count it. Since
