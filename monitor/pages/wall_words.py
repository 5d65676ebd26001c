"""How pages that let nobody in call themselves, in the languages of the sites: titles, and sentences of short pages.

As the sites and their protection services word them (2013-2026); what no real page showed is ours.
"""

# ruff: noqa: E501 (wide letters)

import re

WALL_TITLES = re.compile(
    r"captcha|robot check|are you (?:a )?(?:robot|human)|just a moment|attention required|access denied|one more step"
    r"|access to this page has been denied|security (?:check|measure|verification)|pardon our interruption"
    r"|verify (?:that )?you(?:'re| are) (?:a )?human|(?:human|bot|slide|slider|identity) verification|verification required"
    r"|challenge validation|checking your browser|ddos-guard|request (?:could not be satisfied|blocked|rejected)"
    r"|you have been blocked|\b403\b.{0,3}forbidden|risk (?:check|control|verification|identification)|unusual activity"
    r"|风险(?:检测|验证|提示|控制|识别)|风控|安全(?:检测|验证|校验|检查)|身份(?:验证|核实)|验证码|滑[动块].{0,2}验证|滑块"
    r"|(?:访问|人机|智能|行为|请完成)验证|访问(?:被拒绝|受限|异常)|請完成驗證|安全驗證|機器人驗證|驗證碼"
    r"|zugriff verweigert|sicherheits(?:überprüfung|prüfung|kontrolle|check)|sind sie ein (?:mensch|roboter)|einen moment"
    r"|accès (?:refusé|interdit)|vérification de (?:la )?sécurité|contrôle de sécurité|un instant\b"
    r"|acceso denegado|(?:verificación|comprobación|control) de seguridad|un momento\b"
    r"|acesso negado|verificação de segurança|um momento\b"
    r"|accesso negato|(?:verifica|controllo) di sicurezza|toegang geweigerd|beveiligingscontrole|even geduld"
    r"|odmowa dostępu|kontrola bezpieczeństwa|weryfikacja (?:bezpieczeństwa|tożsamości)|chwileczkę"
    r"|доступ (?:запрещ[её]н|ограничен)|проверка (?:безопасности|браузера)|подтвердите, что вы|один момент"
    r"|erişim (?:engellendi|reddedildi)|güvenlik (?:kontrolü|doğrulaması)|bir dakika lütfen"
    r"|akses ditolak|verifikasi keamanan|pemeriksaan keamanan|truy cập bị từ chối|xác (?:minh|thực) bảo mật"
    r"|การตรวจสอบความปลอดภัย|การยืนยันตัวตน|ปฏิเสธการเข้าถึง"
    r"|セキュリティ(?:チェック|確認|検証)|アクセスが拒否|画像認証|しばらくお待ちください|보안 ?(?:확인|인증|검사)|접근이? ?거부|잠시만 기다"
    r"|تم رفض الوصول|التحقق من الأمان|لحظة من فضلك|请稍候…|請稍候…",
    re.IGNORECASE,
)
RATE_TITLES = re.compile(
    r"too many requests|unusual traffic|rate limit|访问.{0,3}频繁|操作.{0,3}频繁|請求過於頻繁|zu viele anfragen"
    r"|trop de requêtes|demasiadas solicitudes|muitas solicitações|troppe richieste|слишком много запросов"
    r"|アクセスが集中|リクエストが多すぎ",
    re.IGNORECASE,
)
ERROR_TITLES = re.compile(
    r"^\W{0,3}(?:5\d\d\b.{0,40}|error page\b.{0,40}|.{0,12}(?:service (?:temporarily )?unavailable|bad gateway"
    r"|gateway time-?out|internal server error|temporarily unavailable|under maintenance|something went wrong)\b.{0,30}"
    r"|.{0,12}(?:etwas ist schiefgelaufen|ein fehler ist aufgetreten|une erreur (?:s'est produite|est survenue)"
    r"|algo (?:ha ido|salió) mal|se ha producido un error|algo deu errado|ocorreu um erro|qualcosa è andato storto"
    r"|si è verificato un errore|er is iets misgegaan|coś poszło nie tak|что-то пошло не так|bir şeyler ters gitti"
    r"|terjadi kesalahan|đã xảy ra lỗi|เกิดข้อผิดพลาด|系统繁忙|网络繁忙|服务器(?:繁忙|错误)|系统(?:错误|异常|维护)"
    r"|系統繁忙|エラーが発生|오류가 발생).{0,30})$",
    re.IGNORECASE,
)
LOGIN_TITLE = re.compile(
    r"(?:请先?|請先?|欢迎您?|会员|用户|账号|帐号|账户|密码|短信|手机|扫码|安全|统一|买家|商家|卖家|淘宝网?|天猫|京东|阿里巴巴|1688)*"
    r"(?:登[录陆入錄]|登入)(?:页面?|頁面?|中心|入口|界面|账[号户]|帐[号户]|(?:/|或|与|和)?注册|后.{0,6}|淘宝|京东|天猫|1688)?"
    r"|(?:please )?(?:log|sign)[ -]?in(?: page| now.{0,40}| (?:or|&|/) (?:register|sign ?up|join).{0,20})?|login page"
    r"|(?:log|sign)[ -]?in to (?:your|my|continue|start|shop|view|see).{0,30}|login required|member login"
    r"|(?:jetzt |bitte )?(?:anmelden|einloggen)|anmeldung|(?:se )?connecte[rz](?:-vous)?|connexion|identifie[rz]-vous|s'identifier"
    r"|(?:iniciar|inicia|inicie|inicio de) sesión(?: (?:ahora|para).{0,40})?|iniciar sessão|(?:fazer|faça) (?:seu )?login.{0,30}|entrar|identifique-se"
    r"|acced[ie]|accedi o registrati|accesso|inloggen|aanmelden|zaloguj(?: się)?|logowanie|вход|войти|вход в (?:аккаунт|систему)"
    r"|авторизация|giriş(?: yap(?:ın)?)?|oturum aç|masuk|(?:log ?masuk|log ?in) sekarang.{0,40}|log ?masuk|đăng nhập(?: ngay.{0,40})?"
    r"|เข้าสู่ระบบ(?:เพื่อ.{0,40}|ตอนนี้.{0,40})?|ลงชื่อเข้าใช้|(?:立即|馬上|马上)登[入录錄].{0,12}|ログイン|サインイン|로그인"
    r"|تسجيل الدخول",
    re.IGNORECASE,
)
"""As a whole part of a title: "登录", "京东-欢迎登录", "Sign in | Example"."""

WALL_WORDS = (
    "verify you are human", "verify that you are human", "verify you're human", "confirm you are human",
    "confirm that you are human", "prove you are human", "are you a human", "are you a robot", "you are not a robot",
    "you're not a robot", "i'm not a robot", "not a bot", "unusual traffic", "unusual activity", "automated access",
    "slide to verify", "slide to complete", "slide right to", "drag the slider", "complete the security check",
    "complete the captcha", "complete the verification", "solve the challenge", "solve the puzzle",
    "solve this puzzle",
    "enter the characters you see", "enable javascript and cookies to continue", "checking your browser",
    "access to this page has been denied", "you have been blocked", "your request has been blocked",
    "you don't have permission to access", "incapsula incident", "please complete the verification",
    "拖动滑块", "滑动滑块", "按住滑块", "向右滑动", "请完成验证", "完成安全验证", "请进行验证", "请按照说明进行验证",
    "通过验证", "验证您是真人", "确认您是真人", "您不是机器人", "不是机器人", "检测到异常", "访问行为异常",
    "访问存在异常", "异常访问", "異常流量", "異常訪問", "流量异常", "訪問異常", "請完成驗證", "我不是機器人",
    "kein roboter", "sie ein mensch sind", "pas un robot", "êtes humain", "êtes un humain", "no eres un robot",
    "no soy un robot", "eres humano", "eres un ser humano", "não é um robô", "não sou um robô", "você é humano",
    "é um ser humano", "non sei un robot", "non sono un robot", "sei umano", "geen robot", "een mens bent",
    "nie jesteś robotem", "jesteś człowiekiem", "не робот", "что вы человек", "необычный трафик",
    "robot olmadığınızı", "insan olduğunuzu", "bukan robot", "geser untuk", "lalu lintas tidak biasa",
    "không phải là robot", "không phải robot", "bạn là con người", "trượt để", "kéo thanh trượt",
    "ไม่ใช่หุ่นยนต์", "ไม่ใช่โปรแกรมอัตโนมัติ", "เลื่อนเพื่อ", "เลื่อนแถบ", "ロボットではありません", "人間であること",
    "スライドして", "로봇이 아닙니다", "사람인지 확인", "슬라이더를", "لست روبوت", "لست برنامج روبوت", "أنك إنسان",
)  # fmt: skip
RATE_WORDS = (
    "too many requests", "访问过于频繁", "访问频繁", "访问太频繁", "操作过于频繁", "操作太频繁", "请求过于频繁",
    "請求過於頻繁", "zu viele anfragen", "trop de requêtes", "demasiadas solicitudes", "muitas solicitações",
    "слишком много запросов", "terlalu banyak permintaan", "quá nhiều yêu cầu",
)  # fmt: skip
LOGIN_WORDS = (
    "log in to continue", "login to continue", "sign in to continue", "login now to start", "log in to see",
    "log in to view", "please log in", "please login", "please sign in", "you are not logged in", "not logged in",
    "请登录", "请先登录", "登录后查看", "登录后继续", "您还未登录", "您尚未登录", "未登录", "請登入", "請先登入", "登入後",
    "尚未登入", "faça login", "você ainda não está logado", "inicia sesión para", "inicie sesión para",
    "no has iniciado sesión", "melden sie sich an, um", "bitte melden sie sich", "connectez-vous pour",
    "veuillez vous connecter", "accedi per", "effettua l'accesso", "log in om", "zaloguj się, aby",
    "войдите, чтобы", "войдите в аккаунт", "giriş yapın", "silakan log in", "silakan login", "silakan masuk",
    "log in untuk", "login untuk", "masuk untuk", "log masuk untuk", "sila log masuk", "đăng nhập để",
    "vui lòng đăng nhập", "เข้าสู่ระบบเพื่อ", "กรุณาเข้าสู่ระบบ", "โปรดเข้าสู่ระบบ", "ログインして", "ログインが必要",
    "로그인이 필요", "로그인해", "تسجيل الدخول للمتابعة",
)  # fmt: skip
