# SPDX-License-Identifier: EUPL-1.2

skip = إلى المحتوى

menu = القائمة

brand-line = نقطة اتصال على مدار الساعة
profile-exercise = هذه العقدة للتدريب. لا شيء مما يجري هنا قضية.

settings = الإعدادات
settings-language = اللغة
settings-theme = المظهر

leave = خروج

find-label = ابحث برقم مرجعي

door-title = من أنت؟
door-failed = هذا الرمز لا يفتح شيئًا. اطلب رمزًا جديدًا من مدير النظام.
door-token = رمزك
door-token-hint = أعطاك إياه مدير النظام عند إضافتك.
door-enter = دخول
door-demo = لا شيء هنا حقيقي. تعمل على هذا الجهاز دولتان، ولكل منهما مكتبها: ضعهما جنبًا إلى جنب في نافذتين، وكن ضابط المناوبة في كلتيهما، وانظر كيف يعبر الطلب الحدود.
door-across = افتح مكتب الدولة الأخرى إلى جانب هذا المكتب
door-part-asks = ابدأ من هنا: مسودة عاجلة تنتظرك. افتحها وأرسلها.
door-part-asked = ابدأ من هنا: حين ترسل الدولة الأخرى ترنّ هذه الصفحة. أقرّ بالاستلام، واتصل، وقارن الكلمات الست.

door-passkey = الدخول بمفتاح مرور
door-passkey-hint = يطلب جهازك أو مفتاحك بصمتك أو وجهك أو رقمه السري.
door-or-password = بكلمة مرور ورمز مؤقت
door-or-token = للمرة الأولى، برمز المدير
door-login = اسم الدخول
door-password = كلمة المرور
door-code = الرمز المؤقت الذي يعرضه جهازك
door-wrong = هذا غير صحيح. تحقق من الاسم وكلمة المرور والرمز؛ كل رمز يُقبل مرة واحدة.
door-wait =
    { $minutes ->
       [one] محاولات كثيرة. حاول بعد دقيقة.
      *[other] محاولات كثيرة. حاول بعد { $minutes } من الدقائق.
    }
door-has-credential = لقد أعددت طريقة دخولك: استعملها. يبقى رمز المدير صالحًا للبرامج. إن فقدت طريقتك فاطلب رمزًا جديدًا من مديرَين.
passkey-failed = لم يُقبل مفتاح المرور. حاول مجددًا أو ادخل بطريقة أخرى.
passkey-not-shown = لم يُعرض شيء. حاول مجددًا أو اختر طريقة أخرى.

touch-title = أثبت أنك أنت
touch-why = هذا لا رجعة فيه، ويتطلب إثباتًا لا يزيد عمره على خمس دقائق. ما كتبته محفوظ ويُتابع من هنا.
touch-passkey = أظهر مفتاح المرور
touch-go = متابعة
touch-click = هذا أنا
touch-failed = هذا غير صحيح. تحقق من كلمة المرور والرمز؛ كل رمز يُقبل مرة واحدة.

sign-in-title = طريقة دخولي
sign-in-first = أعِدَّ طريقة دخولك
sign-in-first-why = أدخلك الرمز هذه المرة فقط. لن يفتح بعد الآن أي صفحة، وتظل البرامج تستعمله. احفظه سرًا.
sign-in-login = تدخل باسم
sign-in-demo = في هذا التمرين كل شخص هو من يقول إنه هو، فلا شيء يُعَدّ.
sign-in-keys = طرق الدخول
sign-in-last-used = آخر استعمال
sign-in-added = منذ
sign-in-never = لم يُستعمل
sign-in-remove = حذف
sign-in-only = هي الوحيدة فلا يمكن حذفها.
sign-in-rename = تغيير الاسم
sign-in-passkey = إضافة مفتاح مرور
sign-in-passkey-hint = يحفظه جهازك لهذا العنوان وحده فلا يستطيع موقع آخر طلبه. أضف ثانيًا ليوم يضيع فيه الأول.
sign-in-no-address = لا تعرف هذه العقدة عنوانها، فلا تستطيع المتصفحات صنع مفاتيح مرور لها. يكتبه مدير النظام في الإعدادات باسم `public` تحت [api].
sign-in-needs-script = تحتاج مفاتيح المرور إلى متصفح يشغّل برنامج هذه الصفحة؛ أما كلمة المرور فلا.
sign-in-name = الاسم الذي تعطيه له
sign-in-password = إعداد كلمة مرور مع رموز مؤقتة
sign-in-password-again = إعداد كلمة مرور أخرى بجهاز آخر
sign-in-password-new = كلمة مرور من 12 حرفًا على الأقل
sign-in-password-hint = بضع كلمات لا صلة بينها. لا تحتاج إلى أرقام ولا علامات.
sign-in-device = جهاز يعرض رموزًا مؤقتة
sign-in-device-hint = اقرأ هذه المربعات بتطبيق للرموز المؤقتة، أو اكتب المفتاح.
sign-in-device-squares = المفتاح على شكل مربعات للكاميرا
sign-in-key = المفتاح
sign-in-code = الرمز الذي يعرضه الآن
sign-in-save = حفظ
sign-in-change = تغيير كلمة المرور
sign-in-change-hint = يبقى الجهاز الذي يعرض الرموز كما هو.
sign-in-sessions =
    { $count ->
       [one] أنت داخل من هنا فقط.
      *[other] أنت داخل من { $count } من الأماكن.
    }
sign-in-others = الخروج من كل مكان آخر
sign-in-recovery = إن فقدت كل طرق الدخول أعطاك مديران رمزًا جديدًا، وتنتهي معه كل الطرق أعلاه.
credential-passkey = مفتاح مرور
credential-password = كلمة مرور ورمز مؤقت

officers-title = الموظفون
officers-why = يقترح مدير ويوافق آخر. يُعرض الرمز مرة واحدة على من يوافق، وهو يسلّمه.
officers-all = من له حق الدخول
officers-ended = انتهى
officers-token-shown = الرمز، يُعرض هذه المرة فقط. سلّمه باليد. وهو لـ
officers-decline = سحب
officers-roles = المهام
officers-authority = السلطة
officers-name = الاسم
officers-name-hint = لهذه الدولة وحدها: لا يعبر الحدود أبدًا.
officers-login-hint = أحرف لاتينية صغيرة وأرقام ونقاط وشرطات؛ يُشتق من الاسم إن تركته فارغًا.
officers-token-hint = الرمز الجديد يُنهي كل طرق دخول الموظف وكل جلساته. به يعود من فقدها.
officers-propose = اقتراح
officer-change-add = إضافة موظف
officer-change-alter = تغيير المهام أو السلطة أو الاسم
officer-change-token = إعطاء رمز جديد
officer-change-end = إنهاء حق الدخول

docket-title = جدول القضايا
docket-views = عروض الجدول
docket-nothing = لا يوجد طلب بالرقم المرجعي { $reference }.

col-request = الطلب
col-state = الحالة
col-who = على من يقع الدور
col-clock = الموعد
col-items = البنود المفتوحة
col-item = البند
col-until = محفوظ حتى
col-answer = الجواب

no-reference = بلا رقم بعد

way-out = نحن الطالبون
way-in = نحن المطلوب منهم

ours = نحن

nobody = لا أحد

no-clock = لا موعد

more = المزيد

request-title = طلب

theirs-is = رقمهم:

is-draft = مسودة

undelivered =
    { $count ->
       [one] رسالة واحدة في الطريق
      *[other] رسائل في الطريق: { $count }
    }

now-title = الخطوة التالية
now-nobody = لا يقع الدور على أحد الآن.
now-ours = نحن

items = البنود
items-title = البنود

first = أولًا:

not-before = ليس قبل

others-may = ما يمكن لغيرك فعله

proposals-title = بانتظار شخص ثانٍ

proposed-by = أعدّه
proposal-overrides = يتجاوز قاعدة:

consent = موافقة

erased = مُحي

suspended = الاستخدام موقوف

zone-mine = هنا
zone-theirs = هناك

file-title = الملف

confirmed = مؤكَّد صوتيًا

six-words = الكلمات الست:

act-refused = لم يُنفَّذ هذا.
act-items = بشأن أي بنود

optional = اختياري

cancel = رجوع

field-text = بكلماتك
field-text-hint = يقرؤه أشخاص في الدولتين.
field-until = حتى
field-until-hint = بتوقيت هذه الدولة.
field-ground = سبب الرفض في الصك
field-ground-hint = من القائمة الحصرية للصك، لهذا التدبير.
field-provision = الحكم
field-provision-hint = موضعه في الصك، مثل ⁦40(21)(b)⁩.
field-reason = العلّة
field-full-reason = العلّة الكاملة، لملفنا وللرقابة فقط
field-full-reason-hint = لا تعبر الحدود أبدًا.
field-conditions = الشروط
field-link = الطلب الآخر
field-link-hint = معرّفه.
field-provider = مزوّد الخدمة
field-provider-hint = من السجل؛ ومن لا يعرفه السجل يُسمّى بجانبه.
field-next-state = الدولة
field-next-state-hint = الدولة التي يوجد فيها مزوّد الخدمة التالي.
field-firm = اسم الشركة
field-firm-hint = فقط إذا لم تكن في السجل؛ لا شخصًا بعينه.
field-entity = الكيان القانوني المبلَّغ
field-entity-hint = الشركة، لا شخصًا بعينه. اتركه فارغًا ليؤخذ الاسم من السجل.
field-channel = عبر أي قناة
field-reference = المرجع
field-reference-hint = كما ورد في الورقة.
field-outcome = النتيجة
field-number = الرقم المطلوب
field-number-hint = من الدليل، لا من الرسالة.
field-office = المكتب
field-office-hint = المكتب الذي أجاب أو تصرّف.
field-act = نوعه
field-authority = السلطة
field-authority-hint = كما توقّع.
field-date = التاريخ
field-date-hint = سنة-شهر-يوم.
field-scope = نطاقه
field-scope-hint = الأشخاص والبيانات والفترة.
field-came-of = السبب
field-came-of-hint = ليس سببًا قانونيًا ولا تعليلًا: لا أحد يرفض هنا.
field-level = مرتبة السلطة
field-level-hint = تحتاج بيانات المحتوى إلى أمر من نيابة عامة أو محكمة.
field-allows-tier = أعلى مستوى بيانات يسمح به
field-allows-tier-hint = اتركه فارغًا إن لم يذكر بيانات.
field-allows-items = البنود التي يسمح بها
field-allows-items-hint = أرقامها، مثل 1، 3. اتركه فارغًا إن سمح بها كلها.
field-expires = ينتهي
field-expires-hint = اتركه فارغًا إن لم يُذكر. أمر بلا نهاية لا يأذن ببيانات محتوى.

time-left-minutes = { $minutes } د
time-left-hours = { $hours } س { $minutes } د
time-left-days = { $days } ي { $hours } س
time-late-minutes = متأخر { $minutes } د
time-late-hours = متأخر { $hours } س { $minutes } د
time-late-days = متأخر { $days } ي { $hours } س

fault-back = إلى الجدول
fault-400 = تعذّرت القراءة
fault-400-hint = ارجع وأعد تحميل الصفحة وحاول مجددًا. لم يتغير شيء.
fault-403 = ليس هذا من صلاحياتك
fault-403-hint = اسأل صاحب الصفة المذكورة أو مدير النظام.
fault-404 = هذا غير موجود
fault-404-hint = قد يكون برقم آخر، أو لا يخص سلطتك.
fault-409 = لا يمكن هذا الآن
fault-409-hint = ربما سبقك أحد: انظر إلى الطلب مجددًا.
fault-503 = لا تستطيع العقدة ذلك الآن
fault-503-hint = لم يُفقد شيء. حاول بعد دقيقة، وأبلغ مدير النظام.
fault-500 = حدث خلل هنا
fault-500-hint = لم يُفقد شيء. أبلغ مدير النظام.
fault-form-token = هذا النموذج ليس من جلستك الحالية: ربما سبق دخولك.
fault-form-elsewhere = جاء هذا النموذج من موقع آخر.
fault-form-slow = تأخر وصول النموذج.
fault-form-large = النموذج كبير جدًا.
fault-form-field = حقل ناقص في النموذج.
fault-field-missing = حقل لازم متروك فارغًا.
fault-field-form = حقل غير مكتوب كما ينبغي.
fault-field-instant = هذه اللحظة غير موجودة بتوقيت هذه الدولة.

exhibit-title = إدخال مستند إثبات
exhibit-item = أي بند يجيب عنه
exhibit-source = ممّن، وبأي رقم مرجعي
exhibit-source-hint = الجهة الحائزة كشركة، ورقم ردّها.
exhibit-file = الملف
exhibit-file-hint = يُختم وهو يصل: لا تبقى هنا نسخة مفتوحة.
exhibit-go = اختم وأدخل
exhibit-get = افتح
exhibit-coming = في الطريق
exhibits = مستندات الإثبات
fault-file-large = الملف كبير جدًا: قسّمه وأدخل كل جزء مستندًا مستقلًا.

alarm = عاجل ولم يتولّه أحد:
alarm-quiet = أسكت
deaf = لم تعد هذه الصفحة تتلقى شيئًا: سجّل الدخول من جديد.

verify-title = التحقق من رسالة
verify-about = لكل رسالة توقعها هذه الدولة أو تتلقاها ست كلمات. اكتب كلمات الرسالة لتعرف هل هي في ملفاتنا.
verify-words = الكلمات الست على الرسالة
verify-go = تحقق
verify-yes = هذه الرسالة في ملفاتنا.
verify-no = لا رسالة لدينا بهذه الكلمات.
verify-no-hint = تحقق من الإملاء. وإن وردت هكذا في الرسالة فاتصل بالمكتب المذكور في الدليل لا بالرقم الوارد فيها: فقد تكون مزورة. وما مُحي لا يُعثر عليه أيضًا.
verify-kind = ماهيتها
verify-from = بين
verify-signed = وُقّعت
verify-reference = رقمنا المرجعي
verify-offline = من يحوز حزمة الأدلة يمكنه التحقق من التواقيع دوننا: comity verify.
letter = كرسالة
letter-to = إلى
letter-reference = الرقم المرجعي
letter-case = رقم القضية
letter-period = الفترة (UTC)
letter-verify = يمكن التحقق من صحة هذه الرسالة بالكلمات الست لدى أي من الدولتين تحت «التحقق من رسالة».
directory-title = الدليل
directory-ours = دولتنا
directory-no-node = بلا عقدة: بالرسائل والبريد والهاتف
directory-desk = مكتب المناوبة
directory-zone = المنطقة الزمنية
directory-languages = اللغات
directory-bound = ملتزمة بـ
directory-since = منذ
directory-node = العقدة
directory-until = ينتهي بيانها
directory-key = المفتاح الجذري
directory-confirmed = أكّد مدير النظام البصمة عند إضافة الدولة.
directory-authorities = السلطات
directory-authority = السلطة
directory-reach = كيفية الوصول
directory-checked = التحقق
directory-does = نقطة اتصالها
directory-reserves = التحفظات
directory-itself = كما تقول عن نفسها
directory-statement = البيان { $seq }
directory-differs = تذكر الدولة لمكتبها رقمًا غير الذي في سجلنا: قارن بينهما قبل أن تتصل.
function-technical-advice = مشورة تقنية
function-preservation = الحفظ
function-evidence = الأدلة والمعلومات القانونية
function-locating-suspects = تحديد مكان المشتبه فيهم
function-emergency = الطوارئ
mode-direct = بنفسها
mode-facilitate = تيسّره
asked-before = سبق لدولتنا أن طلبت هذا:
standing-active = متصلة
standing-suspended = معلقة
standing-removed = مزالة

voice-about = اتصل بالرقم أدناه، واطلب من المكتب الآخر قراءة الكلمات الست لرسالته؛ ويجب أن تكون هذه:

anytime = في أي وقت
ground-non-conforming = الطلب ليس على الوجه الذي تطلبه المادة
ground-essential-interests = السيادة أو الأمن أو النظام العام أو مصالح أساسية أخرى
ground-domestic-law = قانوننا يمنعه في جرم مماثل لدينا
ground-legal-system = مخالف لنظامنا القانوني في المساعدة المتبادلة
ground-discrimination = يُخشى الاضطهاد أو الإضرار لأسباب محمية
ground-dual-criminality = الفعل ليس جريمة هنا
ground-de-minimis = أمر تافه، أو يُنال بوسيلة أخرى
ground-insufficient-evidence = الأدلة غير كافية، أو ليست في موعدها
ground-data-protection = قانون البيانات الشخصية يمنعه، ولا شرط يجيزه
ground-own-national = الشخص من رعايانا
ground-minimum-penalty = العقوبة لا تبلغ الحد الأدنى
ground-fiscal-only = يتصل أيضًا بمسائل مالية
ground-bank-secrecy = السرية المصرفية
ground-political-offence = جرم سياسي
ground-own-case = قد يعرقل إجراءات لدينا
provider-other = غيره
item-holder = لدى
case-ours = قضيتنا
case-theirs = قضيتهم
