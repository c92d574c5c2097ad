# الاتصال بين سلطات هذه الدولة.

contacts-title = المُعرِّف نفسه في هذه الدولة
contacts-overlap = عدد الطلبات المفتوحة لهذه الدولة التي تذكر مُعرِّفًا واردًا هنا: { $requests }، وعدد السلطات: { $authorities }.
contacts-ask = طلب الاتصال
contacts-ask-hint = تعلم أن سلطة من سلطات هذه الدولة تعمل على الأمر نفسه، ومن هي إن وافقت. لا يُبلَّغ شيء إلى دولة أخرى.
contacts-agree = الموافقة على الاتصال
contacts-decline = الاعتذار
contacts-answer-hint = تعمل سلطة من سلطات هذه الدولة على مُعرِّف في هذا الطلب. إن وافقتم عرف كل منكما الآخر، وإلا فلا يعرفه أحد.
contact-waiting = طُلب الاتصال
contact-agreed = وُوفق على الاتصال
contact-declined = اعتُذر عن الاتصال
kind-contact-ask = طلب اتصال
kind-contact-asked = طُلب الاتصال من هنا
kind-contact-agree = الموافقة على الاتصال
kind-contact-decline = الاعتذار عن الاتصال
kind-contact-answered = الرد على طلب الاتصال
act-contact-ask = طلب الاتصال
act-contact-asked = تلقي طلب اتصال
act-contact-agree = الموافقة على الاتصال
act-contact-decline = الاعتذار عن الاتصال
act-contact-answered = تسجيل الرد على طلب الاتصال
