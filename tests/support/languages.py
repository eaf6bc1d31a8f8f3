"""Languages: one invented story and a stranger in languages of many scripts, with what an outlet prints below each."""

from typing import NamedTuple


class Told(NamedTuple):
    """What is told in one language: a story, another one, by paragraphs, and an outlet's footer."""

    headline: str
    story: tuple[str, ...]
    stranger: tuple[str, ...]
    footer: str


def told(text: str) -> Told:
    """Return a headline, four paragraphs, two of another story and a footer, between which a blank line stands."""
    headline, *paragraphs = text.split("\n\n")
    return Told(headline, tuple(paragraphs[:4]), tuple(paragraphs[4:6]), paragraphs[6])


TOLD = {
    "German": told("""Hafenarbeiter in Port Ellis stimmen für Streik

Die Hafenarbeiter von Port Ellis haben am Dienstag mit großer Mehrheit beschlossen, ab kommender Woche zu \
streiken, nachdem die Gespräche über unbemannte Nachtkräne gescheitert waren.

Nach Angaben der Gewerkschaft stimmten 1.214 von 1.390 Mitgliedern für den Ausstand, es wäre der erste seit \
1998. »Man hat uns einen Händedruck angeboten«, sagte ihre Sekretärin Marit Holloway.

Die Hafenbehörde nannte die Entscheidung bedauerlich und kündigte an, Getreideschiffe nach Sandmouth \
umzuleiten, solange an den Kais nicht gearbeitet wird.

Müller im Norden des Landes warnten, das Mehl werde binnen neun Tagen knapp, wenn keine Ladung mehr ankomme.

Vier Wanderer, die sich unterhalb des Mount Carrow verirrt hatten, sind am Sonntagmorgen unverletzt gefunden \
worden, wie die Bergwacht mitteilte.

Die Studenten hatten in einer Schäferhütte Schutz gesucht, als über dem Grat Nebel aufzog. Der Weg bleibt \
gesperrt, bis neue Zeichen gemalt sind.

Danke, dass Sie die Tallaterne lesen. Abonnieren Sie unseren kostenlosen Morgenbrief mit allem, was Sie wissen \
müssen. Alle Rechte vorbehalten, Nachdruck nur mit Erlaubnis des Verlags."""),
    "Spanish": told("""Los estibadores de Puerto Ellis votan la huelga

Los estibadores de Puerto Ellis votaron el martes a favor de una huelga a partir de la próxima semana, después \
de que fracasaran las conversaciones sobre las grúas nocturnas sin tripulación.

El sindicato informó de que 1.214 de sus 1.390 afiliados apoyaron el paro, el primero desde 1998. «Nos \
ofrecieron un apretón de manos», dijo su secretaria, Marit Holloway.

La autoridad portuaria lamentó la decisión y anunció que los barcos de grano serán desviados a Sandmouth \
mientras dure el conflicto en los muelles.

Los molineros del norte advirtieron de que la harina empezará a faltar en nueve días si no llega otra carga.

Cuatro excursionistas que se habían perdido bajo el monte Carrow fueron hallados sanos y salvos el domingo por \
la mañana, según el servicio de rescate.

Los estudiantes se refugiaron en la cabaña de un pastor cuando la niebla cubrió la cresta. El sendero seguirá \
cerrado hasta que se pinten nuevas marcas.

Gracias por leer El Farol del Valle. Suscríbase a nuestra carta matutina gratuita con todo lo que necesita \
saber en cinco minutos. Todos los derechos reservados, prohibida su reproducción."""),
    "Russian": told("""Докеры порта Эллис проголосовали за забастовку

Докеры порта Эллис во вторник большинством голосов решили начать забастовку со следующей недели, после того как \
переговоры о беспилотных ночных кранах зашли в тупик.

По данным профсоюза, за остановку работы высказались 1214 из 1390 его членов, впервые с 1998 года. «Нам \
предложили рукопожатие», сказала секретарь профсоюза Марит Холлоуэй.

Администрация порта назвала решение прискорбным и сообщила, что суда с зерном будут направлены в Сэндмут, пока \
на причалах не возобновят работу.

Мельники на севере страны предупредили, что муки хватит лишь на девять дней, если не придёт новый груз.

Четверо туристов, сбившихся с тропы под горой Карроу, найдены в воскресенье утром целыми и невредимыми, \
сообщила служба спасения.

Студенты укрылись в пастушьей хижине, когда на хребет опустился туман. Тропу закрыли, пока на ней не нанесут \
новые метки.

Спасибо, что читаете «Фонарь долины». Подпишитесь на нашу бесплатную утреннюю рассылку, в ней всё, что нужно \
знать за пять минут. Все права защищены, перепечатка только с согласия издателя."""),
    "Arabic": told("""عمال ميناء إليس يصوتون لصالح الإضراب

صوت عمال ميناء إليس يوم الثلاثاء بأغلبية كبيرة لصالح الإضراب ابتداء من الأسبوع المقبل بعد فشل المحادثات حول \
الرافعات الليلية غير المأهولة.

وقالت النقابة إن 1214 من أعضائها البالغ عددهم 1390 أيدوا التوقف عن العمل، وهو الأول منذ عام 1998. وقالت أمينتها \
ماريت هولواي إن الإدارة عرضت عليهم مصافحة فقط.

ووصفت سلطة الميناء القرار بأنه مؤسف وأعلنت تحويل سفن الحبوب إلى ساندماوث ما دام العمل متوقفا على الأرصفة.

وحذر أصحاب المطاحن في الشمال من أن الدقيق سينفد خلال تسعة أيام إذا لم تصل شحنة جديدة.

عثر صباح الأحد على أربعة متنزهين ضلوا الطريق أسفل جبل كارو وهم بصحة جيدة حسب ما أعلنته خدمة الإنقاذ.

ولجأ الطلاب إلى كوخ راع عندما غطى الضباب القمة. وسيبقى الطريق مغلقا إلى أن ترسم علامات جديدة على الصخور.

شكرا لقراءتكم فانوس الوادي. اشتركوا في رسالتنا الصباحية المجانية وفيها كل ما تحتاجون إلى معرفته في خمس دقائق. \
جميع الحقوق محفوظة ولا يجوز النسخ دون إذن الناشر."""),
    "Hindi": told("""पोर्ट एलिस के गोदी मज़दूरों ने हड़ताल के पक्ष में मतदान किया

पोर्ट एलिस के गोदी मज़दूरों ने मंगलवार को भारी बहुमत से अगले सप्ताह से हड़ताल पर जाने का निर्णय लिया, क्योंकि रात की \
मानवरहित क्रेनों पर बातचीत विफल हो गई।

यूनियन के अनुसार 1390 में से 1214 सदस्यों ने काम बंद करने का समर्थन किया, जो 1998 के बाद पहली बार है। उसकी सचिव \
मारित होलोवे ने कहा कि हमें केवल हाथ मिलाने की पेशकश हुई।

बंदरगाह प्राधिकरण ने इस निर्णय को खेदजनक बताया और कहा कि अनाज के जहाज़ सैंडमाउथ की ओर मोड़ दिए जाएँगे।

उत्तर के आटा मिल मालिकों ने चेतावनी दी कि नई खेप नहीं आई तो नौ दिनों में आटे की कमी हो जाएगी।

माउंट कैरो के नीचे रास्ता भटके चार पदयात्री रविवार सुबह सुरक्षित मिल गए, बचाव दल ने यह जानकारी दी।

छात्रों ने कोहरा छाने पर एक चरवाहे की झोपड़ी में शरण ली थी। नए निशान लगने तक पगडंडी बंद रहेगी।

घाटी का दीपक पढ़ने के लिए धन्यवाद। हमारे निःशुल्क प्रातः पत्र की सदस्यता लें, जिसमें पाँच मिनट में सब कुछ जानिए। \
सर्वाधिकार सुरक्षित, प्रकाशक की अनुमति के बिना प्रतिलिपि वर्जित है।"""),
    "Korean": told("""엘리스항 부두 노동자들 파업 가결

엘리스항 부두 노동자들이 무인 야간 크레인에 관한 협상이 결렬된 뒤 화요일 압도적인 찬성으로 다음 주부터 파업에 \
들어가기로 결의했다고 노동조합이 밝혔다.

노조에 따르면 조합원 1390명 가운데 1214명이 작업 중단에 찬성했으며 이는 1998년 이후 처음이다. 마리트 홀로웨이 \
사무국장은 우리가 받은 것은 악수뿐이었다고 말했다.

항만 당국은 이번 결정에 유감을 표하고 부두 작업이 멈춰 있는 동안 곡물선을 샌드머스로 돌리겠다고 발표했다.

북부의 제분업자들은 새로운 화물이 도착하지 않으면 아흐레 안에 밀가루가 바닥날 것이라고 경고했다.

캐로산 아래에서 길을 잃은 등산객 네 명이 일요일 아침 무사히 발견되었다고 구조대가 전했다.

학생들은 능선에 안개가 끼자 목동의 오두막으로 피했다. 새로운 표지가 칠해질 때까지 등산로는 폐쇄된다.

골짜기 등불을 읽어 주셔서 감사합니다. 오 분이면 모든 것을 알 수 있는 무료 아침 편지를 구독하십시오. 모든 권리는 \
보호되며 발행인의 허락 없이 복제할 수 없습니다."""),
    "Chinese": told("""埃利斯港码头工人投票决定罢工

埃利斯港码头工人周二以压倒多数投票决定从下周起罢工，此前有关夜间无人起重机的谈判宣告破裂。

工会表示，一千三百九十名会员中有一千二百一十四人支持停工，这是一九九八年以来的第一次。工会秘书霍洛韦说，我们得到\
的只有一次握手。

港务局对这一决定表示遗憾，并宣布在码头停工期间，运粮船将改道前往沙茅斯。

北部的磨坊主警告说，如果没有新的货物运到，面粉将在九天之内告罄。

在卡罗山下迷路的四名登山者周日早晨被找到，安然无恙，救援队发布了这一消息。

山脊起雾时，这些学生躲进了牧羊人的小屋。在重新涂上路标之前，小路将一直关闭。

感谢您阅读山谷灯笼报。欢迎订阅我们的免费晨报，五分钟了解您需要知道的一切。版权所有，未经出版者许可不得转载。"""),
    "Japanese": told("""エリス港の港湾労働者、ストライキを可決

エリス港の港湾労働者は火曜日、夜間の無人クレーンをめぐる話し合いが決裂したことを受け、来週からストライキに入るこ\
とを圧倒的多数で決めた。

組合によると、組合員千三百九十人のうち千二百十四人が賛成し、ストは一九九八年以来となる。書記のマリット・ホロウェ\
イは、差し出されたのは握手だけだったと語った。

港湾局はこの決定を遺憾とし、岸壁での作業が止まっている間は穀物船をサンドマスへ回すと発表した。

北部の製粉業者は、新しい積み荷が届かなければ九日以内に小麦粉が足りなくなると警告した。

カロー山のふもとで道に迷った登山者四人が日曜日の朝、無事に見つかったと救助隊が明らかにした。

学生たちは尾根に霧が出たため羊飼いの小屋に避難していた。新しい目印が塗られるまで山道は閉鎖される。

谷のともしびをお読みいただきありがとうございます。五分ですべてがわかる無料の朝の便りをぜひご購読ください。無断転\
載を禁じます。"""),
    "Thai": told("""คนงานท่าเรือเอลลิสลงมติหยุดงาน

คนงานท่าเรือเอลลิสลงคะแนนเสียงข้างมากเมื่อวันอังคารให้หยุดงานตั้งแต่สัปดาห์หน้า หลังการเจรจาเรื่องปั้นจั่นไร้คนขับในเวลากลาง\
คืนล้มเหลว

สหภาพแรงงานกล่าวว่าสมาชิก 1214 คนจาก 1390 คนสนับสนุนการหยุดงาน ซึ่งเป็นครั้งแรกตั้งแต่ปี 1998 เลขาธิการมาริตโฮลโลเวย์กล่า\
วว่าพวกเราได้รับเพียงการจับมือ

การท่าเรือแสดงความเสียใจต่อการตัดสินใจนี้และประกาศว่าเรือบรรทุกธัญพืชจะถูกส่งไปยังแซนด์เมาท์ระหว่างที่ท่าเรือหยุดงาน

เจ้าของโรงสีทางภาคเหนือเตือนว่าแป้งจะขาดแคลนภายในเก้าวันหากไม่มีสินค้าเที่ยวใหม่มาถึง

นักเดินป่าสี่คนที่หลงทางใต้ภูเขาคาร์โรว์ถูกพบอย่างปลอดภัยเมื่อเช้าวันอาทิตย์ หน่วยกู้ภัยแถลง

นักศึกษาเหล่านี้หลบอยู่ในกระท่อมของคนเลี้ยงแกะเมื่อหมอกลงบนสันเขา เส้นทางจะปิดจนกว่าจะทาเครื่องหมายใหม่

ขอบคุณที่อ่านโคมไฟแห่งหุบเขา สมัครรับจดหมายยามเช้าฟรีของเราเพื่อรู้ทุกเรื่องที่จำเป็นภายในห้านาที สงวนลิขสิทธิ์ห้ามทำซ้ำโดยไม่ได้\
รับอนุญาต"""),
}


def copies_of(one: Told) -> dict[str, tuple[str, str]]:
    """Return what desks of that language make of the story: headline and body by what was done to it."""
    whole = "\n\n".join(one.story)
    return {
        "original": (one.headline, whole),
        "verbatim": (one.headline, whole),
        "another headline": (one.stranger[0][:20], whole),
        "spaces and breaks": (one.headline, whole.replace("\n\n", " \n \n\n")),
        "cut to a half": (one.headline, "\n\n".join(one.story[:2])),
        "cut off in a word": ("", whole[: len(whole) * 2 // 3]),
        "reordered": (one.headline, "\n\n".join((one.story[0], one.story[2], one.story[3], one.story[1]))),
        "local lead": (one.headline, f"{one.stranger[1]}\n\n{whole}"),
        "boilerplate below": (one.headline, f"{whole}\n\n{one.footer}"),
    }
