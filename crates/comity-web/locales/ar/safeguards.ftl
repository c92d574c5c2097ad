# SPDX-License-Identifier: EUPL-1.2
# ما تطلبه الضمانات قاعدةً قاعدة، والأسئلة عن الحريات والأشخاص المحميين.

rule-own-state = لا يتصرف هنا إلا موظفو الدولة صاحبة هذه العقدة.
rule-administrator-apart = المدير لا يطّلع على أي قضية ولا على أي مكتب.
rule-administration-only = من يدير العقدة لا يشغل وظيفة أخرى.
rule-oversight-apart = هيئة الرقابة تطّلع وتوقف وتأمر بالإنصاف، ولا تشارك في أي قضية.
rule-remedy-by-oversight = هيئة الرقابة هي التي تأمر بالإنصاف.
rule-given-authority = تتصرف السلطة التي أُحيل إليها الطلب أو السلطة المركزية.
rule-own-draft = من يوافق على المسودة لم يكتبها ولم يغيّرها.
rule-review-by-another = من يراجع الدليل لم يشارك في الحصول عليه.
rule-clearance-by-another = من يجيز الدليل لم يراجعه.
rule-compared-by-another = من يقارن العمل بصورته لم يُدخله.
rule-two-for-content-asked = يطلب بيانات المحتوى شخصان.
rule-two-for-content-taken = يقبل بيانات المحتوى التي لم يطلبها أحد شخصان.
rule-two-for-content-granted = يمنح بيانات المحتوى شخصان.
rule-two-for-emergency-asked = يعلن حالة الطوارئ شخصان.
rule-two-for-keeping = يُبقي ما لم يُصادق عليه شخصان.
rule-two-for-refusal = يرفض الكشف شخصان.
rule-two-for-release = يسلّم الأدلة شخصان.
rule-two-for-erasure = يمحو الملف شخصان.
rule-two-for-override = يوافق مشرف على تجاوز القاعدة.
rule-two-for-officers = يغيّر الصلاحيات مديران.
rule-two-for-law = يقابل موظفان من السلطة المركزية سطرًا من القانون بالنص الرسمي.
rule-second-is-another = الشخص الثاني غير الأول.
rule-spoken-hands-nothing-over = الكلمة بالهاتف لا تسلّم شيئا.
rule-spoken-lifts-nothing = الكلمة بالهاتف لا تتجاوز أي قاعدة.
rule-second-holds-office = يحق للشخص الثاني أن يوافق في هذا الجانب، وهو لا يدير ولا يراقب.
rule-second-is-no-author = الشخص الثاني لم يكتب المسودة ولم يغيّرها.
rule-consent-by-another = من يوافق لم يحضّر العمل.
rule-answer-stated = تقول الرسالة ما الذي تقرر.
rule-reasons-given = يُذكر سبب.
rule-orders-reasoned = يُذكر سبب الأمر.
rule-override-reasoned = يُذكر سبب تجاوز القاعدة.
rule-consulted-before = تُستشار الدولة الأخرى أولا حيث يقتضي السبب ذلك.
rule-never-consulted = لا تُستشار الدولة الأخرى حيث يكون في ذلك تنبيه لأحد.
rule-examined-first = ينظر فاحص أولا: السياسات التي تنشرها الدولة الأخرى لا تصمد.
rule-complete = لا ينقص الطلب شيء مما يقتضيه الصك، أو سُئل عما نقص وأُجيب.
rule-not-in-bulk = ليس صيدا واسعا: لا يزيد عدد البنود ولا طول المدد على حدود هذه الدولة إلا إذا أقرّ مشرف بذلك.
rule-fits-tier = الجريمة خطيرة بما يكفي، والسلطة الطالبة بالمرتبة الكافية، لهذا المستوى من البيانات.
rule-authorised-at-home = حيث يقتضي قانون الدولة الطالبة إذنا مستقلا يُذكر هذا الإذن.
rule-secrecy-bounded = تُطلب السرية تسعين يوما على الأكثر.
rule-secrecy-renewed-bounded = يُطلب تجديد السرية تسعين يوما على الأكثر من يوم الرسالة.
rule-secrecy-renewed-by-act = يستند كل تجديد للسرية إلى عمل خاص به من سلطة مستقلة، أُدخل هنا وقورن بصورته، ويُرفق به.
rule-secrecy-past-year = بعد سنة وافقت هيئة الرقابة في ملف الطلب على استمرار السرية.
rule-stored-only = لا يطلب شيئا لم يقع بعد: التدابير الآنية لا تنقل هنا.
rule-in-scope = يقع ضمن نطاق صكه.
rule-authority-lasts = الإذن الذي يستند إليه الطلب لم ينته.
rule-onward-with-consent = ما أرسلته دولة أخرى لا ينتقل إلى دولة ثالثة إلا بموافقتها.
rule-screened-first = أجاب فاحص عن الأسئلة المتعلقة بالحريات والأشخاص المحميين.
rule-screened-by-two = أجاب عنها فاحصان حيث لا يقع حكم في فئة واضحة أو تبيّن كذب جواب سابق.
rule-protected-freedoms = لا يشير أي جواب إلى حرية أو شخص محمي، أو رفع ذلك مسؤول كبير من سلطة أخرى قبل يوم ولم يوقفه أحد.
rule-speech-by-court = حيث يكون الفعل تعبيرا وحسب يُذكر قرار محكمة من هذه الدولة.
rule-two-for-differences = يوافق مشرف حيث تختلف أجوبة الدولتين أو يتعلق الأمر بطفل.
rule-transfer-answered = يقول فاحص هل يسمح القانون هنا بتسليم البيانات.
rule-transfer-lawful = يسمح القانون هنا بتسليم البيانات، مطلقا أو بشروط.
rule-transfer-on-conditions = توضع شروط حيث لا يسمح القانون هنا بتسليم البيانات من دونها.
rule-dual-by-conduct = الرفض لانعدام ازدواجية التجريم يستند إلى ما تبيّن بشأن الفعل، جريمةً جريمة.
rule-discretion-reasoned = المساعدة في ما ليس جريمة هنا تُبيّن سبب تقديمها.
rule-two-for-discretion = يوافق شخص ثانٍ على المساعدة في ما ليس جريمة هنا.
rule-part-considered = قبل الرفض يُنظر في الإجابة الجزئية أو المشروطة.
rule-lifted-by-another = من يرفع القاعدة ينتمي إلى سلطة لم تفحص الطلب.
rule-content-authorised = يشمل إذن مستقل من هذه الدولة بيانات المحتوى.
rule-offer-authorised = تذكر الدولة التي تعرض بيانات المحتوى إذنها المستقل.
rule-suspended = لم توقفه محكمة ولا هيئة رقابة.
rule-frozen = صودق في الوقت على ما سُلّم في حالة الطوارئ.
rule-two-for-traffic-granted = يمنح بيانات الحركة شخصان.
rule-two-for-orders = يأمر بتسليم بيانات المحتوى شخصان.
rule-no-content-unasked = لا يعرض أحد بيانات المحتوى.
rule-nothing-by-telephone = لا تُحتسب هنا كلمة بالهاتف.
rule-clearance-by-a-third = من يجيز الدليل لم يشارك في الحصول عليه ولا في مراجعته.

fact-recomputed = يمكن لأي أحد حسابه من جديد مما وُقّع
fact-attested = وقّع أحد على صحته
fact-local = لا تعرفه إلا هذه الدولة

findings-title = ما يُتحقق منه
findings-about = كل قاعدة مع حكمها. والقاعدة المستوفاة ليست دليلا على صحة ما كُتب.
findings-change = لكي تُستوفى:
findings-lacks = غير مستوفاة
findings-second = تنتظر شخصا ثانيا
findings-entered = تتوقف على ما يُدخل أدناه
findings-holds = مستوفاة
findings-all = { $count ->
    [one] قاعدة واحدة مستوفاة
   *[other] قواعد مستوفاة: { $count }
  }
findings-house = قاعدة من عندنا
findings-override = يمكن تجاوزها على السجل من قبل: { $role }
findings-kept = { $count ->
    [one] تُحقق من قاعدة واحدة واستوفيت
   *[other] قواعد تُحقق منها واستوفيت: { $count }
  }
field-secrecy-until-hint = لتجديد السرية أو إنهائها قبل أوانها فقط. تسعون يوما من اليوم على الأكثر، ولا تتجاوز العمل الذي تستند إليه. ويبيّن النص السبب.
field-secrecy-act-hint = قرار سلطة مستقلة، أُدخل هنا وقورن بصورته. ولكل تجديد قرار خاص به.
field-rule-hint = القاعدة التي انطبقت بسبب الأجوبة.
field-concern-hint = ما انتهت إليه المحكمة أو هيئة الرقابة أو الاعتراض.
field-override-hint = تجاوز القاعدة يُسجّل ويُحصى، وترى الدولة الأخرى أنه حدث.
override-ask = تجاوز هذه القاعدة: يجب أن يوافق مشرف
override-first = تُنحّى قبل هذا العمل: يرفعها مسؤول كبير من سلطة أخرى في صفحة الطلب، ويجوز ذلك بعد يوم.
override-from = رُفعت. ويجوز تجاوزها من
field-considered = نُظر في الإجابة الجزئية أو المشروطة
field-transfer = هل يجوز تسليم البيانات؟
field-secrecy-until = سري حتى
field-secrecy-act = العمل الذي تستند إليه
field-rule = القاعدة
field-concern = أي جواب تبيّن كذبه

concern-speech = هل الفعل تعبير أو تجمع أو انتماء أو معتقد ولا شيء غير ذلك؟
concern-politics = هل الغرض سياسي أو يقوم على هوية شخص؟
concern-press = هل يتعلق الأمر بصحفي أو بمصدر صحفي؟
concern-privilege = هل يتعلق الأمر بمحام أو بغيره ممن تُحمى ملفاتهم؟
concern-defender = هل يتعلق الأمر بمدافع عن حقوق الإنسان؟
concern-asylum = هل يتعلق الأمر بمن طلب اللجوء أو يعيش في المنفى؟
concern-whistle-blower = هل يتعلق الأمر بمن أبلغ عن مخالفات؟
concern-research = هل هو بحث أو اختبار لأمن الأنظمة؟
concern-child = هل يتعلق الأمر بطفل؟
said-no = لا شيء يشير إلى ذلك
said-yes = نعم
said-unsure = لا يمكن الجزم
transfer-lawful = نعم، وفق قانون هذه الدولة
transfer-with-conditions = نعم، بشروط
transfer-unlawful = لا، ولا يفيد أي شرط

screen-title = الحريات والأشخاص المحميون
screen-about = المقصود من تُطلب بياناته ضده. أما من هو في خطر، أو الضحية الموافقة، فليس مقصودا.
screen-blind = أجوبتك أولا. وما تقوله الدولة الأخرى والفاحصون الآخرون يظهر بعدها.
screen-why = لماذا
screen-asked = يجب أن يجيب فاحص قبل منح أي شيء.
screen-two = يجب أن يجيب فاحص ثان أيضا.
screen-unclassed = ليس في فئة واضحة هنا
screen-misstated = تبيّن كذب جواب لهذه السلطة خلال السنة الماضية.
screen-answered = أُجيب
screen-found = لم يُجب عنه بالنفي
screen-nothing = لا شيء يشير إلى حرية أو شخص محمي.
screen-differs = تقول الدولتان قولين متعارضين.
screen-theirs = ما تقوله الدولة الطالبة
screen-theirs-none = لا تقول الدولة الطالبة شيئا عن هذه الأسئلة.
screen-hidden = تظهر أجوبة الآخرين بعد أن تجيب.
screen-lifted = رُفعت
screen-lifted-from = يسري من
screen-held = أوقفته هيئة الرقابة
screen-own-about = أجب بما تعرف. يجيب فاحص الدولة الأخرى أولا ويرى هذا بعدها. والجواب الذي يتبين كذبه يُحسب على سلطتك سنة.

secrecy-title = السرية
secrecy-ended = انتهت السرية في
secrecy-told = أُبلغ الشخص المعني في
secrecy-notice = يجب إبلاغ الشخص المعني ابتداء من
secrecy-notice-due = لم يقل أحد إن الشخص المعني قد أُبلغ.
secrecy-said = رسالة بتاريخ
secrecy-asked = تطلب السرية حتى
secrecy-anew = كانت السرية قد انتهت قبلها: هذه مدة جديدة لم تُجدَّد في وقتها. وكانت قد انتهت في
secrecy-shorter = تدوم أقصر
secrecy-nothing = لا تمدد شيئا
secrecy-how = يُطلب تجديد السرية بتصحيح للطلب، تسعين يوما على الأكثر في كل مرة، ومعه عمل سلطة مستقلة. وبعد هذا اليوم توافق هيئة الرقابة أولا:
secrecy-agreed = وافقت هيئة الرقابة على تجديد واحد، وأقصاه حتى
secrecy-renew = طلب السرية من جديد أو إنهاؤها
secrecy-short-too-long = طُلبت لأكثر من تسعين يوما في المرة الواحدة.
secrecy-short-misplaced = طُلبت في رسالة لا تصلح لطلبها.
secrecy-short-no-act = لا يرافقها عمل من سلطة مستقلة.
secrecy-short-used-act = العمل الذي تذكره استُند إليه في أمر آخر من قبل.
secrecy-short-act-ended = العمل الذي تستند إليه ينتهي قبل ذلك.
secrecy-short-no-seat = تتجاوز سنة، ولم تُذكر هيئة رقابة وافقت عليها.

# --- Security research, and dual criminality by conduct. ---
research-about = في الاعتداء على نظام: الجواب بلا يبين لماذا ليس بحثا؛ وإلا فانظر في كل علامة.
research-signs = علامات البحث الأمني
research-seen = ما شوهد
research-authorised = سمح به مالك النظام
research-scope = بقي ضمن ما سمح به، أو ضمن ما يلزم لإظهار الخلل
research-programme = أفصح عن الخلل للمالك أو في إطار برنامج إفصاح
research-intent = لا يظهر قصد غير نزيه
research-harmless = تجنب الضرر أو أزيل
research-testing = صنعت الأدوات أو حفظت لاختبار مأذون به أو لحماية نظام
dual-title = ازدواجية التجريم
dual-about = العبرة بما ينسب إلى الشخص فعله، لا بتسميته في أي من القانونين. ولا تشترط قبل حفظ البيانات.
dual-conduct = ما ينسب إلى الشخص فعله
dual-here = هل يكون ذلك جريمة هنا؟
dual-provision = النص في القانون هنا
dual-years = الحد الأقصى للعقوبة هنا، بالسنوات
dual-maximum = { $count ->
    [one] سنة واحدة على الأكثر
    [two] سنتان على الأكثر
    [few] { $count } سنوات على الأكثر
   *[other] { $count } سنة على الأكثر
 }
dual-met = جريمة هنا أيضا
dual-lacking = ليس جريمة هنا
dual-disputed = غير متفق عليه أو غير واضح
punished-yes = نعم
punished-no = لا، تحت أي اسم
punished-unsure = لا يمكن القول
criminality-required = لازمة
criminality-may-waive = يجوز التنازل عنها
criminality-may-refuse = قد يكون انعدامها سببا
criminality-not-asked = لا تشترط
criminality-by-reservation = بتحفظ فقط
criminality-conduct = العبرة بالفعل
criminality-predicate = وللجريمة الأصلية أيضا
fault-conduct-here = بين هل يكون الفعل جريمة هنا، أو اترك الجريمة كلها فارغة.

# --- What the person concerned is told, and their defence is given. ---
copies-title = نسخ
copies-about = للشخص المعني ولدفاعه: ما طلب، وبأي قانون، وما آل إليه، وكل جواب عن الحريات المحمية بعبارته. ولا ترد فيها أسماء الموظفين.
copy-notice = إشعار للشخص المعني
copy-defence = نسخة للدفاع
copy-notice-title = إشعار بطلب بيانات
copy-defence-title = نسخة للدفاع
copy-to = الشخص المعني
copy-asks = طلبته
copy-asked = طلب من
copy-on = طلب في
copy-basis = استنادا إلى
copy-secret = طلبت السرية. لا تسلم هذه قبل
copy-question = السؤال
copy-answer = الجواب
copy-whose = وقعه
copy-when = متى
copy-what = ماذا
copy-rules = القواعد المستوفاة
copy-acts = ما جرى
copy-lifted = ما رفع أو أوقف أو تبين كذبه
copy-unanswered = لم يجب أحد عن هذه الأسئلة.
copy-remedy-title = ما يمكنك فعله
copy-remedy = لك أن تسأل هل كان هذا قانونيا وأن يصحح ما لم يكن كذلك، أمام المحاكم وهيئة الرقابة في الدولة التي تصرف موظفوها. هذه نسخة للقراءة؛ وما وقع موجود في حزمة الأدلة التي لدفاعك أن يطلبها.
findings-overridden = نحيت، بشخص ثان وتعليل:
findings-overridden-there = ضمانة لدى الدولة الأخرى. أما أيها، فتحتفظ به لهيئة رقابتها.
findings-consent = ما جرى التحقق منه
act-silent = عثر على حرية أو شخص محمي. اختر التعليل «{ $reason }» ولا تكتب كلمات تعبر الحدود؛ وما يستند إليه ذلك مكانه التعليل الكامل الذي يبقى هنا. فلا يعرف أحد من الرفض من الذي يحميه.
