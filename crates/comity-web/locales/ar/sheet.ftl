# وثائق تُطبع.

sheet-page = صفحة { $page } من { $pages }
sheet-words = الكلمات الست
sheet-digest = البصمة SHA-256
sheet-print = للطباعة
sheet-since = منذ
sheet-until = حتى
sheet-promised = لمن، وبماذا
sheet-promised-until = حتى
sheet-requests = الطلبات
sheet-signed = وُقِّع الاستلام في
sheet-from = سلّمها
sheet-taken = تسلّمها

letter-signed = وُقِّعت في
letter-clocks = المهل
letter-enclosed = ما تستند إليه وما يرافقها
letter-exhibit = دليل
letter-attached = مرفق

order = كأمر للطباعة
order-title = أمر موجه إلى مقدّم خدمة
order-text = المأمور به
order-reference = رقم الأمر
order-ours = رقمنا المرجعي
order-served = بُلِّغ في
order-channel = بُلِّغ عن طريق
order-until = ملزم حتى
order-bounds-title = حدود هذا الأمر
order-bounds = هذا الأمر ملزم للكيان المسمى فيه لا لأي شخص يعمل فيه بصفته الشخصية. وهو يطلب ما في حوزة الكيان وما تتيحه وسائله التقنية القائمة كما هي: لا مفاتيح ولا أبوابا خلفية ولا أي تغيير في ما يحمي عملاءه.
order-secrecy-title = السرية
order-secrecy = لا يجوز إخبار أي شخص لا يتولى التنفيذ بوجود هذا الأمر أو بمضمونه، ولا سيما العميل المعني.
order-secrecy-ended = كانت السرية مطلوبة.
order-secrecy-until = وينتهي ذلك في
order-check = للتحقق من صحة هذا الأمر يُسأل المكتب الذي يسميه الدليل العلني لهذه الدولة، لا رقم مكتوب على الأمر.
