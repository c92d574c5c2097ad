# What looks like misuse, and the rates that both States count.

misuse-title = ما ينبغي أن ينظر فيه إنسان
misuse-beside = يُنظر فيه قبل القرار
misuse-intro = وجدت قاعدة نمطًا في وقائع مرمّزة. ليس لها أي أثر، ولا تقول شيئًا عن شخص، وقد تخطئ: ينظر إنسان ويقرر.
misuse-looked = { $count ->
    [one] نُظر في طلب واحد.
   *[other] نُظر في { $count } من الطلبات.
  }
misuse-none = لم تجد أي قاعدة شيئًا.
misuse-ours = ما طلبته هذه الدولة
misuse-theirs = ما ورد من
misuse-threshold = على الأقل
misuse-thresholds = جميع العتبات مع أسبابها
misuse-threshold-name = العتبة
misuse-why = السبب
misuse-messages = { $count ->
    [one] رسالة واحدة
   *[other] { $count } من الرسائل
  }
misuse-withheld = { $count ->
    [one] واحدة منها في ملف غير متاح لك.
   *[other] { $count } منها في ملفات غير متاحة لك.
  }
misuse-aside = تنحيته جانبًا
misuse-aside-hint = بسبب مكتوب ومسجّل. يعود إذا استمر.
misuse-is-aside = نُحّي جانبًا:
misuse-reason = السبب
misuse-repeats = { $element }: وردت الكلمات نفسها في { $same } من الطلبات السابقة وعددها { $of }.

misuse-rule-forged = بيانات ليست من مرسلها المزعوم
misuse-rule-forked = سلسلة تقول أمرين
misuse-rule-new-key = حالات طارئة فورًا بمفتاح جديد
misuse-rule-new-ground = مفتاح واحد يطلب حيث لم يطلب قط
misuse-rule-odd-hours = مفتاح واحد يوقّع في ساعات ليست ساعاته
misuse-rule-volume = طلبات أكثر بكثير من المعتاد
misuse-rule-same-target = المعرّف نفسه مرة بعد مرة
misuse-rule-emergencies = حالات طارئة كثيرة
misuse-rule-unvalidated = حالات طارئة لا يصادق عليها أحد
misuse-rule-unfollowed = بيانات محفوظة لا يطلبها أحد
misuse-rule-resubmitted = رُفض ثم طُلب مجددًا
misuse-rule-recoded = حكم رُفض يعود تحت جرم آخر
misuse-rule-dressed-up = جرائم أموال تسأل عمّن تكلّم
misuse-rule-secrecy = انتهت السرية ولم يُبلَّغ أحد

misuse-about-forged = تسمّي البيانات هذه الدولة مرسلًا لها ولا يثبت التحقق منها، أو وردت عبر قناة دولة أخرى. اتصل بنقطة الاتصال لديها على الرقم الوارد في الدليل.
misuse-about-forked = رسالتان تدّعيان الموضع نفسه، أو سلسلة تنكر ما قالته. يفعل ذلك مفتاح مسروق، وكذلك عقدة استُعيدت من نسخة قديمة: تحدث مع نقطة الاتصال قبل منح أي شيء.
misuse-about-new-key = بعد تغيّر مفاتيح هذه الدولة مباشرة تطلب حالات طارئة، ولم يقارن أحد الكلمات صوتيًا منذ ذلك. قارنوها قبل منح أي شيء.
misuse-about-new-ground = خلال دقائق طلب مفتاح موظف واحد في قضايا كثيرة من دول لم يطلب منها قط. اسأل المكتب إن كان هو.
misuse-about-odd-hours = وقّع مفتاح موظف واحد في عدة قضايا في ساعات بعيدة عن كل ساعات توقيعه السابقة. اسأل المكتب إن كان هو.
misuse-about-volume = قضايا أكثر بكثير مما في الأسابيع السابقة، أو طلبات كثيرة جدًا تحت رقم قضية واحد. قد يكون السبب حادثًا: اسأل.
misuse-about-same-target = معرّف واحد يرد في قضية بعد قضية، أو في طلب بعد طلب لا يتبع غيره. انظر هل لكل منها سبب خاص به.
misuse-about-emergencies = نسبة كبيرة من هذه القضايا حالات طارئة. انظر هل كانت الأرواح في خطر.
misuse-about-unvalidated = سُلّمت بيانات في حالات طارئة، ولم تأت المصادقة في موعدها في معظمها.
misuse-about-unfollowed = حُفظت بيانات مرة بعد مرة، ولم يطلبها أحد ولم يُفرج عنها. الحفظ لما يتبعه.
misuse-about-resubmitted = ما رُفض يُطلب من جديد. قارن الطلبين: الوقائع الجديدة سبب، والعنوان الآخر ليس سببًا.
misuse-about-recoded = رُفض حكم من القانون الوطني حمايةً لشخص، ويعود تحت جرم لم يرد تحته قط.
misuse-about-dressed-up = تذكر هذه الطلبات جريمة أموال ولا تسمّي إلا حسابات يتكلم بها الناس علنًا. اقرأ الوقائع: هل فيها مال لأحد؟
misuse-about-secrecy = انتهت السرية المطلوبة، وحُفظت بيانات أو سُلّمت، ولا تقول أي رسالة إن الشخص قد أُبلغ.

misuse-field-pieces = القطع
misuse-field-why = سبب ردّها
misuse-field-channel = عبر قناة
misuse-field-key = مفتاح الموظف
misuse-field-published = نُشرت المفاتيح الجديدة
misuse-field-cases = القضايا
misuse-field-requests = الطلبات
misuse-field-usual-hundredths = القضايا المعتادة في مدة مماثلة
misuse-field-history = طلبات سابقة بهذا المفتاح
misuse-field-hours = ساعاته حتى ذلك الحين (بالتوقيت العالمي)
misuse-field-target = المعرّف (علامة)
misuse-field-provision = الحكم (علامة)
misuse-field-percent = النسبة
misuse-field-others-percent = نسبة الآخرين
misuse-field-of = من أصل
misuse-field-missing = القضايا التي لم يأت فيها
misuse-field-offences-before = الجرم السابق
misuse-field-offences-now = الجرم الآن
misuse-field-reason = سبب الرفض
misuse-field-differs = ما يختلف
misuse-field-asked-before = الدولة السابقة

misuse-differs-state = دولة أخرى
misuse-differs-authority = سلطة أخرى
misuse-differs-offence = جرم آخر
misuse-differs-emergency = على أنه حالة طارئة

rates-title = الحالات الطارئة وتجاوز القواعد
rates-received = طلبوا منا
rates-sent = طلبنا منهم
rates-counts = { $requests ->
    [one] طلب واحد
   *[other] { $requests } من الطلبات
  }، منها حالات طارئة: { $emergencies } (صودق عليها متأخرًا أو لم يصادق: { $late })؛ قواعد تجاوزتها الدولة الطالبة: { $asking }، والدولة المطلوب منها: { $asked }
rates-both = محسوبة مما وقّعته الدولتان: تحسب الدولة الأخرى الأرقام نفسها. منذ
rates-differ-title = الحريات المحمية: تقول الدولتان قولين متعارضين
rates-differ = { $answered ->
    [0] لم يُجب بعد عن طلب أجابت فيه الدولتان عن الأسئلة
    [one] في { $differ } من طلب واحد أجابت فيه الدولتان عن الأسئلة
   *[other] في { $differ } من { $answered } من الطلبات التي أجابت فيها الدولتان عن الأسئلة
  }
rates-differ-ours = مما طلبوه وأجبنا عنه، ونحن وحدنا نحسبه. منذ
