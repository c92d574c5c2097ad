# SPDX-License-Identifier: EUPL-1.2

exercise = تمرين

duty-menu = المناوبة
duty-title = من في المناوبة
duty-now = الآن
duty-till = حتى
duty-deputy = النائب
duty-nobody-now = لا أحد في المناوبة الآن. أي إنذار يوقظ كل من يمكنه توليها. تبدأ النوبة التالية
duty-gaps = لا أحد في المناوبة في هذه الأوقات:
duty-gaps-why = ما يصل خلالها يوقظ كل من يمكنه تولي المناوبة.
duty-ahead = الأسبوعان المقبلان
duty-from = من
duty-to = إلى
duty-who = من
duty-left = شخص غادر
duty-subscribe = يقرأ برنامج التقويم لديك المناوبات من هذا العنوان (العنوان مفتاح: لا تطلع عليه أحدا):
duty-turns = النوبات
duty-set-by = آخر من غيرها
duty-none = لا نوبات بعد.
duty-of-calendar = من التقويم
duty-once = من { $from } إلى { $to } ({ $zone })
duty-again =
    { $weeks ->
        [one] { $days }، من { $begins } إلى { $ends } ({ $zone })، ابتداء من { $first }
       *[other] { $days } كل { $weeks } أسابيع، من { $begins } إلى { $ends } ({ $zone })، ابتداء من { $first }
    }
duty-until = حتى { $until }
duty-but = ما عدا { $days }
duty-remove = إزالة
duty-add = إضافة نوبة
duty-begins = تبدأ
duty-ends = تنتهي
duty-zone = في المنطقة الزمنية
duty-comes-again = تتكرر في
duty-weeks = كل كم أسبوع
duty-holidays = في عطل هذه الدولة
duty-last = آخر يوم تبدأ فيه
duty-take = أخذ النوبات من تقويم
duty-take-hint = صدر جدولك بصيغة iCalendar (‎.ics). عنوان كل حدث اسم موظف أو اسم دخوله، وبعد خط مائل اسم النائب: Ana Duarte / Ines Prado. تحل محل النوبات التي جاءت من تقويم من قبل، وتبقى النوبات المدخلة هنا.
duty-file = الملف
duty-text = نص التقويم
duty-taken =
    { $count ->
        [one] أخذت نوبة واحدة من التقويم.
       *[other] عدد النوبات المأخوذة من التقويم: { $count }.
    }

day-monday = الاثنين
day-tuesday = الثلاثاء
day-wednesday = الأربعاء
day-thursday = الخميس
day-friday = الجمعة
day-saturday = السبت
day-sunday = الأحد

holidays-as-any-day = كأي يوم
holidays-left-out = ليس في العطل
holidays-too = في كل عطلة أيضا

reach-title = كيف أوقظ
reach-why = عندما يصل أمر عاجل في نوبتك ولا يقر أحد بتسلمه، تبلغ بكل وسيلة تعدها هنا. لا تذكر أي رسالة شيئا عن القضية.
reach-mail = البريد
reach-phone = الهاتف
reach-phone-hint = مع رمز البلد. للرسائل النصية والمكالمات إن كانت لدى دولتك بوابة لها.
reach-set = حفظ
reach-browsers = المتصفحات
reach-push-why = يبلغ المتصفح حتى حين لا تكون أي صفحة مفتوحة، عبر خدمة الإشعارات لصانعه، وهي لا تعلم إلا أن هذه العقدة نبهت.
reach-no-push = هذه العقدة غير معدة لتبليغ المتصفحات. يمكن لمشغلها ذلك تحت [alarm.push] في الإعدادات.
reach-no-browser = لا يبلغ أي متصفح بعد.
reach-push = بلغ هذا المتصفح
reach-push-end = لا تبلغ أي متصفح بعد الآن
reach-push-failed = هذا المتصفح لا يسمح بذلك، أو تعذر الوصول إلى خدمة إشعاراته.

shift-menu = التسليم
shift-title = تسليم المناوبة
shift-since = ما حدث وما هو مفتوح منذ بدء هذه النوبة:
shift-left = ترك لك
shift-clocks = ما ينتهي خلال يوم أو تأخر
shift-no-clocks = لا شيء ينتهي خلال يوم.
shift-promises = وعود بالهاتف
shift-no-promises = لا وعود لهذه الأيام.
shift-waiting = ماذا ينتظر من
shift-no-waiting = لا شيء ينتظر أحدا.
shift-requests =
    { $count ->
        [one] طلب واحد
       *[other] الطلبات: { $count }
    }
shift-changed = ما تغير في هذه النوبة
shift-no-changed = لم يتغير شيء.
shift-leave = اترك النوبة لمن يخلفني
shift-remarks = ما يجب أن يعرفه من يخلفني
shift-remarks-hint = ما يخص طلبا مكانه ملف الطلب. هذا يبقى في المكتب.
shift-take = تسلم النوبة
shift-take-why = قرأت ما هو مفتوح وما وعد به. من الآن هو في عهدتك.
shift-take-sign = أتسلم النوبة
shift-mine = تركت هذه النوبة. يوقع عليها من يخلفك.
shift-before = نوبات سابقة

ringing-title = عاجل ولم يقر أحد بتسلمه

stage-on-duty = من في المناوبة
stage-next = من ينوب
stage-telephone = الجميع
means-mail = بريد
means-push = متصفح
means-gateway = رسالة نصية
means-none = لا وسيلة معدة
alarm-told = أوقظ
alarm-not-told = لم يوصل إليه

alarm-mail-subject = { $mark } { $state }: عاجل، أقر بالتسلم قبل { $utc }
alarm-mail-text =
    { $mark }
    وصل طلب عاجل إلى مكتب { $state } ولم يقر أحد بتسلمه.

    أقر بتسلمه قبل { $until }، أي { $utc }.
    أوقظت بصفتك: { $as }.

    { $address }

    لا تذكر هذه الرسالة شيئا عن القضية عمدا. لا أحد يقرأ الردود عليها.
alarm-short = { $mark } Comity { $state }: عاجل، أقر بالتسلم قبل { $utc }. { $address }

alarm-lift-subject = { $state }: رفعت ضمانة، أوقف رفعها قبل { $utc }
alarm-lift-text =
    رفعت ضمانة عن طلب لدى { $state }. يسري ذلك في { $until }، أي { $utc }.

    إلى ذلك الحين يجوز لهيئة الرقابة وقفه، ولم يفعل به شيء.

    { $address }

    لا تذكر هذه الرسالة شيئا عن القضية عمدا. لا أحد يقرأ الردود عليها.
alarm-lift-short = Comity { $state }: رفعت ضمانة، أوقف رفعها قبل { $utc }. { $address }

push-title = { $state }: عاجل
push-text = أمر ينتظرك. افتح المكتب.

step-promised = وعد حتى
step-until = حتى
step-ends = ينتهي
step-scope = يشمل
field-promised = وعد حتى
field-promised-hint = إن وعدت بشيء: تحتفظ به صفحة التسليم حتى ذلك الحين.

exercise-why = هذا يختبر وجود أحد. أقر بتسلمه كما تقر بطلب عاجل، ولا يطلب شيء آخر.
drill-took = أقر بتسلمه بعد { $time }.
drill-last = آخر تمرين
drill-never = لم يختبر قط
drill-now = اختبر وجود أحد
drill-monthly = اختبر الجميع كل شهر باسمي
drill-monthly-end = لا تختبر أحدا كل شهر
drill-unverified = جهة الاتصال هذه غير مؤكدة حتى يجيب أحد.
drill-waiting = ينتظر
drill-in-time = أجيب في الوقت
drill-late = أجيب متأخرا
drill-missed = لم يجب

spoken-title = موافقة هاتفية
spoken-why = دوّن من اتصلت به وعلى أي رقم. يُنفَّذ ما وافق عليه فورًا، وترى الدولتان أنه غير مؤكد. أمامه 24 ساعة ليوقّعه بمفتاحه الخاص. ولا يُسلَّم شيء قبل ذلك.
spoken-nobody = لا يوجد موظف آخر في هذه الدولة يجوز له الموافقة على هذا.
spoken-who = من وافق
spoken-when = متى قال ذلك
spoken-record = تدوين ومتابعة
spoken-open = وافق هاتفيًا في { $at }: { $role } من { $state }. غير مؤكد؛ مهلة التأكيد حتى { $answered }.
spoken-late = وافق هاتفيًا في { $at }: { $role } من { $state }. لم يؤكَّد في الموعد: كان مستحقًا حتى { $answered }.
spoken-confirmed = وافق هاتفيًا في { $at }: { $role } من { $state }؛ وأُكِّد في { $answered }.
spoken-confirmed-late = وافق هاتفيًا في { $at }: { $role } من { $state }؛ وأُكِّد متأخرًا في { $answered }.
spoken-denied = نفى { $role } من { $state } في { $answered } أنه وافق على هذا هاتفيًا.
owed-title = وافقت هاتفيًا
owed-why = اطّلع على كل منها وأكّدها أو انفِها.
owed-all-title = موافقات هاتفية غير مؤكدة
owed-by = مهلة التأكيد حتى

directory-policies = سياساتها
policies-kept = مثبتة هنا
policies-broken = غير مصونة
policies-unproven = غير مثبتة
policies-mean-kept = السياسات التي تنشرها لا تسمح بشيء يمنعه الحد الأدنى. ولا يقول ذلك شيئًا عن الوقائع التي يُدخلها أحد.
policies-mean-broken = السياسات التي تنشرها تسمح بما يمنعه الحد الأدنى، أو لم يتسنَّ إثبات خلاف ذلك. يُفحص كل طلب من طلباتها قبل منح أي شيء، ويبقى واجب التعاون.
policies-mean-unproven = لم يثبت أحد هنا ما تنشره، إن كانت تنشر شيئًا.

voice-with = الصوت
voice-never = لم تُقارن الكلمات صوتيًا. لا يُمنح شيء لهذه الدولة قبل ذلك.
voice-compare = مقارنة الكلمات صوتيًا
voice-how = اتصل بهذا الرقم، واطلب من المكتب قراءة الكلمات الست لمفتاحه الجذري؛ ويجب أن تكون الكلمات المبيّنة أعلاه. ثم دوّن المكالمة.
voice-done = متطابقة: تدوين المكالمة

search-title = بحث بالمعرّف
search-why = يجد الطلبات التي تذكر هذا المعرّف بعينه. كل بحث يذكر قضية ويُسجَّل، وتقرأ هيئة الرقابة هذا السجل.
search-identifier = المعرّف
search-identifier-hint = عنوان أو صندوق بريد أو رقم هاتف أو حساب وغيرها. عنوان الإنترنت وحده يُعثر عليه مع أي منفذ ووقت.
search-kind = النوع
search-case = القضية
search-look = بحث مسجَّل
search-found = { $count ->
    [0] لا طلب يذكره
    [one] طلب واحد يذكره
    [two] طلبان يذكرانه
    [few] { $count } طلبات تذكره
   *[other] { $count } طلبًا يذكره
}
searches-title = عمليات البحث
searches-about = من بحث عن معرّف ومتى ولأي قضية. لا يُحفظ ما بُحث عنه؛ والعلامة نفسها تعني المعرّف نفسه.
searches-none = لم يبحث أحد.
searches-when = متى
searches-who = من
searches-found = عُثر على
docket-several = طلبات برقم { $reference }

field-given-to = إلى أي سلطة
field-given-to-hint = بعد ذلك يتصرف في هذا الطلب موظفوها والسلطة المركزية دون سواهم.
given-to = أُحيل إلى
shift-more = هناك أكثر من هذه: انظر
