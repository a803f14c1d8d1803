// العربية. مخاطبة ودودة محايدة قدر الإمكان، بلا لوم.

import patterns from "../../../schema/messages/ar.json";
import type { Translation } from "../messages";

const plural = new Intl.PluralRules("ar");
// Some regions write their own digits, some the Latin ones.
const region = globalThis.navigator?.languages?.find((tag) => tag.startsWith("ar")) ?? "ar";
const numbers = new Intl.NumberFormat(region);

/** One and two are words of their own; the others follow their number. */
function count(number: number, one: string, two: string, few: string, many: string, other: string): string {
  const shown = numbers.format(number);
  switch (plural.select(number)) {
    case "one":
      return one;
    case "two":
      return two;
    case "few":
      return `${shown} ${few}`;
    case "many":
      return `${shown} ${many}`;
    default:
      return `${shown} ${other}`;
  }
}

const percent = (share: number) => new Intl.NumberFormat(region, { style: "percent" }).format(share);
const times_of = (number: number) => count(number, "مرة واحدة", "مرتان", "مرات", "مرة", "مرة");
const entries_of = (number: number) => count(number, "قيد واحد", "قيدان", "قيود", "قيدًا", "قيد");
const files_of = (number: number) => count(number, "ملف واحد", "ملفان", "ملفات", "ملفًا", "ملف");

const messages: Translation = {
  skip_to_content: "إلى المحتوى",
  pages: {
    today: "اليوم",
    contacts: "جهات الاتصال",
    contact: "جهة اتصال",
    plans: "الخطط",
    report: "التقرير",
    import: "الاستيراد",
    settings: "الإعدادات",
    simple: "واحدًا واحدًا",
    sign_in: "تسجيل الدخول",
    unknown: "ليس هنا",
  },
  navigation: "الصفحات",
  loading: "لحظة …",
  try_again: "محاولة أخرى",
  nothing_here: "لا توجد صفحة كهذه.",
  back_to_today: "إلى صفحة اليوم",

  daemon_away: { what: "برنامج Blend لا يعمل الآن.", hint: "أي أمر blend يشغّله من جديد." },
  not_understood: { what: "أجاب Blend بما لا تفهمه هذه الصفحة.", hint: "إعادة تحميل الصفحة تفيد." },
  away: "غاب Blend لحظة. قد يكون المعروض أقدم؛ وسيعود من تلقاء نفسه.",

  signed_out: {
    title: "تسجيل الدخول",
    how: "هذه الصفحة لك وحدك. لفتحها، يُكتب هذا الأمر على حاسوبك:",
    working: "جارٍ تسجيل الدخول …",
  },

  talking: "الحديث",
  writing: "الكتابة",
  blend: {
    clocks: (spoke, wrote) => `مؤخرًا: ${spoke}، ${wrote}.`,
    would_be: (share) => `عندها يصبح الحديث ${share}.`,
    parts: (talking, writing) => `الحديث ${talking}، والكتابة ${writing}.`,
    wished: (low, high) => `المرغوب: من ${low} إلى ${high} حديثًا.`,
    between: (low, high) => `الأرجح أن الحديث بين ${low} و${high}.`,
    unknown: "المعروف ما زال أقل من أن يُظهر مزيجًا.",
    sure: { little: "المعروف ما زال قليلًا.", some: "بعض هذا ما زال تقديرًا.", well: "معروف جيدًا." },
    not_known: "غير معروف بعد",
    wish: (low, high) => `المرغوب من ${low} إلى ${high}`,
    life: "مزيجك",
  },

  quick: {
    label: "ماذا حدث؟",
    log: "تسجيل",
    key: (key) => `المفتاح ${key} يأتي بك إلى هنا`,
    understood: "فُهم هكذا",
    help: "بالإنجليزية: مع من، وكيف، ومتى.",
  },

  nudges: {
    title: "أوقات مناسبة",
    none: "لا أحد في الانتظار اليوم. هدوء هنيء.",
    done: "تمّ",
    plan: "تخطيط",
    plan_for: "التخطيط لوقت",
    snooze: "لاحقًا",
    snooze_for: "تذكير بعد",
    lengths: { "1d": "يوم", "3d": `${numbers.format(3)} أيام`, "7d": "أسبوع" },
    dismiss: "ليس الآن",
    why: "لماذا؟",
    why_of: "سبب هذا الاقتراح",
    last_note: "في المرة السابقة:",
    links: "البدء",
    link: (scheme) => ({ "tel:": "اتصال", "mailto:": "كتابة بريد", "sip:": "اتصال", "https:": "فتح محادثة" })[scheme],
    keys: "في الاقتراح: D تمّ، P تخطيط، L لاحقًا، N ليس الآن، W لماذا.",
  },

  fresh: { title: "بداية جديدة؟", begin: "بداية جديدة" },

  their: (time) => `هناك ${time}`,

  modes: {
    meet: "لقاء",
    video: "مكالمة فيديو",
    call: "مكالمة",
    voice_message: "رسالة صوتية",
    write: "كتابة",
    letter: "رسالة بريدية",
  },

  plans: {
    ask: "هل حدث ذلك؟",
    yes: "نعم، حدث",
    no: "لا",
    planned: (sentence) => `في الخطة: ${sentence}`,
    coming: "القادم",
    none: "لا شيء في الخطة للأسبوعين القادمين.",
  },

  notices: "من المفيد معرفته",
  stale: "مصادر تحتاج إلى تحديث",
  first_steps: "الخطوات الأولى",
  log_size: (interactions, tracked) =>
    `تواصل مسجَّل: ${times_of(interactions)}؛ وفي متابعتك ${count(tracked, "شخص واحد", "شخصان", "أشخاص", "شخصًا", "شخص")}.`,
  unmatched: (handles) => `${count(handles, "عنوان واحد", "عنوانان", "عناوين", "عنوانًا", "عنوان")} بلا صاحب بعد.`,

  contacts: {
    search: "بحث",
    circle: "الدائرة",
    every_circle: "الكل",
    sort: "الترتيب",
    sorts: { urgency: "الأَولى بالتفكير", name: "الاسم", balance: "المزيج", last_contact: "الأقدم عهدًا" },
    count: (number) => count(number, "جهة اتصال واحدة", "جهتا اتصال", "جهات اتصال", "جهة اتصال", "جهة اتصال"),
    more: "عرض المزيد",
    none: "لا أحد يطابق. حروف أقل أو دائرة أخرى قد تفيد.",
    empty: "لا جهات اتصال بعد.",
    blend: "المزيج",
    untracked: "خارج المتابعة",
  },
  import: {
    choose: "ما الذي نأتي به",
    drop: "هنا توضع الملفات المصدَّرة: محادثات وبريد وتقاويم ودفاتر عناوين. أو بالاختيار:",
    files: "ملفات …",
    folder: "مجلد …",
    chosen: (files) => `المختار: ${files_of(files)}.`,
    path: "أو مسار على هذا الحاسوب",
    me: "اسمك أو عنوانك في هذه الملفات (إن سأل Blend)",
    try: "تجربة فقط",
    start: "استيراد",
    stop: "إيقاف",
    handing: (done, total) => `جارٍ التسليم، ${percent(total ? done / total : 1)}`,
    reading: ({ path, done, total, records, file, files }) =>
      `${files > 1 ? `${numbers.format(file)} من ${numbers.format(files)}: ` : ""}${path.slice(path.lastIndexOf("/") + 1)}، ${total ? `${percent(done / total)}، ` : ""}${entries_of(records)}`,
    summary: "ما الذي صار إليه",
    table: "جدول الملفات",
    together: "المجموع",
    trial: "تجربة: لم يُحفظ شيء",
    columns: ["الملف", "مقروء", "محفوظ", "مكرر", "متروك", "ضجيج", "بلا صاحب", "من", "إلى"],
    left: (files) => `تُرك كما هو: ${files_of(files)}:`,
    owner: (name, chats, of) => `يبدو أنك ${name} في ${numbers.format(chats)} من ${numbers.format(of)} من المحادثات المتروكة.`,
    is_me: (name) => `نعم، أنا ${name}`,
    unmatched: "لمن هذه؟",
    unmatched_how: (total, shown) =>
      `${count(total, "اسم أو عنوان واحد", "اسمان أو عنوانان", "أسماء وعناوين", "اسمًا وعنوانًا", "اسم وعنوان")} بلا صاحب بعد. بتحديد الصاحب يُحسب له كل ما جاء من هناك.${shown < total ? ` الأكثر تكرارًا أولًا (${numbers.format(shown)}):` : ""}`,
    all_matched: "لكل اسم وعنوان صاحب.",
    times: times_of,
    it_is: (name) => `هذا ${name}`,
    no: "لا",
    not_them: (shown, name) => `${shown} ليس ${name}`,
    later: "السؤال لاحقًا",
    later_of: (name) => `السؤال لاحقًا عن ${name}`,
    ignore: "وضعه جانبًا",
    ignore_of: (name) => `وضع ${name} جانبًا: ليس ممن يُراد البقاء على تواصل معهم`,
    doubles: "شخص واحد أم اثنان؟",
    both: (one, other) => `${one} و${other}`,
    one: "شخص واحد",
    one_of: (one, other) => `${one} و${other} شخص واحد`,
    two: "شخصان",
    two_of: (one, other) => `${one} و${other} شخصان`,
    guide: "من الذين يهمك البقاء على تواصل معهم؟",
    guide_keys: "على هذه الأزرار: I الأقرب، C قريب، F أصدقاء، W أوسع، N خارج المتابعة، S تخطٍّ.",
    guide_done: "لم يبق أحد للسؤال عنه.",
    not_tracked: "خارج المتابعة",
    skip: "تخطٍّ",
    is_in: (name, circle) => `${name}: ${circle}`,
  },
  sources: {
    title: "المصادر",
    what: "أماكن تُقرأ من تلقاء نفسها كلما ظهر فيها جديد، وحسابات يُنظر فيها كل بضع دقائق.",
    look: "النظر الآن",
    look_at: (path) => `النظر في ${path} الآن`,
    remove: "إزالة",
    remove_of: (path) => `إزالة ${path}`,
    kind: "النوع",
    kinds: {
      folder: "مجلد ملفات مصدَّرة",
      maildir: "Maildir",
      mbox: "ملف mbox متزايد",
      caldav: "تقاويم على خادم",
      carddav: "دفاتر عناوين على خادم",
      imap: "صندوق بريد على خادم",
    },
    address: "عنوان الخادم",
    user: "الدخول باسم",
    password: "كلمة السر",
    me: "عنوانك (إن كان غيره)",
    read: "القراءة من الآن",
    keyring: "تُحفظ كلمة السر في سلسلة مفاتيح حاسوبك. وإن كان أمرٌ ما يعطيها فمن سطر الأوامر: blend source add.",
    collections: (names) =>
      names.length > 12 ? count(names.length, "مجلد واحد", "مجلدان", "مجلدات", "مجلدًا", "مجلد") : names.join("، "),
    path: "مسار على هذا الحاسوب",
    add: "إبقاؤه تحت النظر",
  },
  settings: {
    kinds: {
      device: "هذا الجهاز",
      you: "عنك",
      nudges: "الاقتراحات والخطط",
      told: "كيف يصلك الخبر",
      sources: "ما يُقرأ",
      programs: "برامج أخرى",
      keeping: "الحفظ والتراجع",
      safety: "الأمان",
    },
    sections: "أنواع الإعدادات",
    groups: {
      you: "عنك",
      limits: "الحدود والطاقة",
      blend: "مزيجك",
      nudges: "الاقتراحات",
      plans: "الخطط",
      dates: "التواريخ",
      report: "التقرير الأسبوعي",
      sources: "قراءة المصادر",
      safety: "من أجهزة أخرى",
    },
    labels: {
      allowed_hosts: "أسماء لوحة المعلومات هذه",
      zone: "المنطقة الزمنية",
      language: "لغة ما يصل إليك",
      region: "البلد",
      cannot: "غير ممكن لك",
      limited: "صعب عليك",
      capacity: "متسع الأسبوع",
      target: "نصيب الحديث المرغوب",
      nudge_hour: "ساعة الموجز",
      nudge_days: "أيام الموجز",
      quiet_from: "الهدوء من",
      quiet_to: "الهدوء حتى",
      cooldown_days: "استراحة بعد الاقتراح، بالأيام",
      min_priority: "أدنى قوة للسبب",
      explore: "تجربة جديد بين حين وآخر",
      waking_from: "اقتراح الأوقات من",
      waking_to: "اقتراح الأوقات حتى",
      reminder_minutes: "تذكير قبل الخطة، بالدقائق",
      ask_again_days: "سؤال ثانٍ بعد، بالأيام",
      date_lead_days: "ذكر أعياد الميلاد قبلها، بالأيام",
      stale_days: "ذكر المصدر بعد، بالأيام",
      poll_minutes: "قراءة الحسابات كل، بالدقائق",
    },
    choices: { yes: "نعم", no: "لا", february_28: `${numbers.format(28)} فبراير`, march_1: `${numbers.format(1)} مارس` },
    save: (group) => `حفظ: ${group}`,
    saved: (labels) => `حُفظ: ${labels.join("، ")}.`,
    unchanged: "كان كل شيء محفوظًا.",
  },
  ways: {
    title: "كيف يصلك الخبر",
    what: "لوحة المعلومات وسطر الأوامر يعرضان كل شيء دائمًا. وهذه تخبرك من تلقاء نفسها.",
    of: (name) => `ما يفعله ${name}`,
    is_on: "مفعّل",
    hide_names: "دون ذكر أسماء",
    topics: {
      nudges: "الاقتراحات",
      questions: "هل حدث ذلك؟",
      reminders: "تذكير بالخطط",
      report: "التقرير الأسبوعي",
      notice: "تنبيه",
      test: "تجربة",
    },
    test: "إرسال تجربة",
    test_of: (name) => `إرسال تجربة: ${name}`,
    remove: "إزالة",
    remove_of: (name) => `إزالة ${name}`,
    log: "ما خرج من هذا الطريق",
    nothing_left: "لا شيء بعد.",
    added: (name) => `جاهز: ${name}. إرسال تجربة يبيّن عمله.`,
    kind: "بواسطة",
    user: "الدخول باسم (إن لم يكن العنوان)",
    keyring: "تُحفظ كلمة السر في سلسلة مفاتيح حاسوبك. وإن كان أمرٌ ما يعطيها أو كان هو الطريق، فمن سطر الأوامر: blend way add.",
    add: "إعداد طريق",
    forms: {
      desktop: { name: "إشعار على الشاشة" },
      mail: { name: "بريد", address: "إلى", server: "خادم البريد", password: "كلمة السر" },
      ntfy: { name: "ntfy", address: "عنوان الموضوع", password: "الرمز (إن طُلب)" },
      gotify: { name: "Gotify", address: "عنوان الخادم", password: "رمز التطبيق" },
      webhook: { name: "webhook", address: "العنوان", password: "مفتاح التوقيع (إن وُجد)" },
    },
  },
  feeds: {
    title: "لتقويمك",
    what: "عنوان سري يمكن لبرنامج تقويم على هذا الحاسوب أن يتابعه. ومن عرفه أمكنه قراءة الخطط.",
    names: { plans: "الخطط", birthdays: "أعياد الميلاد" },
    open: "إنشاء عنوان",
    opened: "صار هناك عنوان.",
    rotate: "عنوان جديد",
    rotated: "صار هناك عنوان جديد، والقديم لم يعد صالحًا.",
    close: "سحبه",
  },

  notes: {
    title: "في هذا المتصفح",
    what: "ما دامت صفحة من Blend مفتوحة هنا، يظهر كل اقتراح جديد إشعارًا من المتصفح أيضًا.",
    show: "إظهار الاقتراحات الجديدة",
    denied: "طُلب من هذا المتصفح ألا يُظهر شيئًا من Blend. وإعداداته هي التي تغيّر ذلك.",
    impossible: "هذا المتصفح لا يستطيع إظهار الإشعارات.",
  },
  circles: { inner: "الأقرب", close: "قريب", friends: "أصدقاء", wider: "أوسع" },
  states: { in_rhythm: "على الإيقاع", due: "وقت مناسب", drifting: "ابتعاد طفيف", dormant: "في راحة" },
  extremes: { "-1": "كتابة في الغالب", "1": "حديث في الغالب" },
  spoke: (when) => `حديث ${when}`,
  wrote: (when) => `كتابة ${when}`,
  never_spoke: "لا حديث بعد",
  never_wrote: "لا كتابة بعد",

  steps: {
    bring: "لنأت بما لديك: دفاتر عناوين ومحادثات وبريد وتقاويم",
    add: "أو بإضافة شخص يدويًّا",
    choose: "اختيار من يهمك البقاء على تواصل معهم",
    log: "كتابة ما حدث في الأعلى",
  },

  away_since: (moment) => `غاب Blend لحظة. المعروض هو ما كان في ${moment}؛ وسيعود من تلقاء نفسه.`,

  waiting: {
    count: (entries) => `في انتظار Blend: ${entries_of(entries)}`,
    kept: { text: "Blend غائب، فهذا ينتظر هنا.", hint: "يُضاف من تلقاء نفسه حين يعود Blend." },
    added: (entries) => `أُضيف ما كان ينتظر: ${entries_of(entries)}.`,
    change: "تغيير",
    change_of: (sentence) => `تغيير: ${sentence}`,
    change_it: "ما حدث، بكلمات أخرى",
    keep: "إبقاؤه هكذا",
    drop: "ترك",
    drop_of: (sentence) => `ترك: ${sentence}`,
  },

  here: {
    language: "اللغة",
    as_browser: "مثل المتصفح",
    language_what: "تُفتح الصفحة بها من جديد.",
    title: "كيف يبدو Blend هنا",
    what: "هذه لهذا الجهاز وحده، وتظهر فورًا.",
    theme: "الضوء",
    themes: { system: "مثل الجهاز", light: "فاتح", dark: "داكن" },
    size: "حجم النص",
    sizes: { "100": "معتاد", "115": "أكبر", "130": "كبير", "150": "كبير جدًّا" },
    contrast: "تباين أعلى",
    shelf: "لصفحة «واحدًا واحدًا» عنوان خاص، يصلح لجهاز لوحي على الرف.",
  },

  own: {
    title: "أسماؤك وعناوينك",
    what: "بها يعرف Blend أي طرف من المحادثة أنت.",
    none: "لا شيء بعد. وتُعرف أيضًا مما يُستورد.",
    label: "اسم أو عنوان أو رقم لك",
    add: "هذا أنا",
    remove: "ليس أنا",
    remove_of: (handle) => `${handle} ليس أنا`,
    give_again: (files) => `هذه تحتاج إلى استيراد مرة أخرى لتعذّر قراءتها من جديد: ${new Intl.ListFormat("ar").format(files)}`,
  },

  tokens: {
    title: "مفاتيح للبرامج",
    what: "البرنامج الذي يحمل مفتاحًا كهذا يفعل ما يمكنك فعله هنا، عدا إنشاء المفاتيح واستعادة النسخ. لكل برنامج مفتاحه، ليمكن سحبه وحده.",
    none: "لا مفاتيح بعد.",
    name: "الغرض منه",
    add: "إنشاء مفتاح",
    made: (name) => `مفتاح ${name}.`,
    once: "يظهر هذه المرة فقط، فهذا أوان نسخه.",
    copy: "نسخ",
    copied: "نُسخ.",
    put_away: "صار عندي",
    since: (moment) => `أُنشئ ${moment}.`,
    used: (moment) => `آخر استعمال ${moment}.`,
    unused: "لم يُستعمل قط.",
    revoke: "سحب",
    revoke_of: (name) => `سحب مفتاح ${name}`,
  },

  exports: {
    title: "أخذ كل شيء معك",
    what: "ملفات كاملة لبرامج أخرى. فيها ما يعرفه Blend بصورة مقروءة، فهي جديرة بالحفظ.",
    formats: {
      csv: "كل ما حدث، في جدول (CSV)",
      json: "كل شيء، للبرامج (JSON)",
      vcf: "جهات اتصالك (vCard)",
      ics: "خططك (تقويم)",
    },
    save: "حفظ",
    save_of: (what) => `حفظ: ${what}`,
  },

  changes: {
    title: "ما الذي تغيّر",
    what: "الأحدث أولًا. التراجع يعيد الأحدث، ثم الذي قبله، وهكذا.",
    none: "لا شيء بعد.",
    undone: "جرى التراجع عنه",
    undo_of: (what) => `تراجع: ${what}`,
    more: "عرض الأقدم",
  },

  safekeeping: {
    backup: "نسخة احتياطية",
    backup_what: "نسخة كاملة في ملف واحد. فيها كل شيء بصورة مقروءة، فلتُحفظ كما يُحفظ هذا الجهاز.",
    download: "حفظ نسخة احتياطية",
    restore: "العودة إلى نسخة احتياطية",
    restore_what: "كل ما هنا يُستبدل بما في النسخة. وما هو قائم الآن يبقى إلى جانبها على الجهاز الذي يعمل عليه Blend.",
    file: "ملف النسخة الاحتياطية",
    sure: (name) => `نعم، استبدال كل شيء بما في ${name}`,
    go_back: "العودة إليها",
    handing: (done) => `جارٍ التسليم، ${percent(done / 100)}`,
    health: "هل كل شيء بخير؟",
    health_what: "ينظر في الملف والقرص ومصادرك، ويعيد حساب كل رقم للمقارنة.",
    examine: "نظرة",
    fine: "كل شيء بخير.",
    look: "هناك ما يحتاج إلى نظرة.",
    well: "بخير",
    wants_look: "يحتاج إلى نظرة",
  },

  sign_out: {
    title: "تسجيل الخروج",
    what: "يُزال ما احتفظ به هذا المتصفح للقراءة دون اتصال. والعودة بالأمر: blend open.",
    waiting: (entries) => `ويُنسى أيضًا ما ينتظر هنا: ${entries_of(entries)}.`,
    leave: "تسجيل الخروج من هذا المتصفح",
  },

  keys: {
    title: "المفاتيح",
    show: "المفاتيح",
    groups: [
      {
        title: "في كل صفحة",
        keys: [
          ["/", "كتابة ما حدث"],
          ["?", "هذه القائمة"],
          ["g t", "إلى صفحة اليوم"],
          ["g c", "إلى جهات الاتصال"],
          ["g p", "إلى الخطط"],
          ["g r", "إلى التقرير"],
          ["g i", "إلى الاستيراد"],
          ["g s", "إلى الإعدادات"],
          ["g o", "واحدًا واحدًا"],
        ],
      },
      {
        title: "في الاقتراح",
        keys: [
          ["d", "تمّ"],
          ["p", "تخطيط"],
          ["l", "لاحقًا"],
          ["n", "ليس الآن"],
          ["w", "لماذا؟"],
        ],
      },
    ],
    off: "إن أعاقت هذه المفاتيح فإيقافها من «اختصارات بمفتاح واحد» أسفل كل صفحة.",
  },

  simple: {
    switch: "البدء بصفحة «واحدًا واحدًا» على هذا الجهاز",
    open: "واحدًا واحدًا",
    back: "كل Blend",
    did: {
      meet: "التقينا",
      video: "تحدثنا",
      call: "تحدثنا",
      voice_message: "أرسلتُ رسالة",
      write: "كتبتُ",
      letter: "كتبتُ",
    },
    not_today: "ليس اليوم",
    asked: (name) => `هل تم التواصل مع ${name}؟`,
    yes: "نعم",
    not_yet: "ليس بعد",
    nobody: "لا أحد في الانتظار.",
    nobody_hint: "يوم هنيء. هذه الصفحة تستيقظ من تلقاء نفسها حين يحين وقت مناسب.",
    read: "قراءة بصوت مسموع",
    stop_reading: "إيقاف القراءة",
    always_read: "قراءة كل واحد تلقائيًّا",
    read_text: (name, reason) => `${name}. ${reason}`,
  },

  undo: "تراجع",
  close: "إغلاق",
  changed_since: {
    text: "تغيّر شيء آخر منذ ذلك الحين، فتُرك هذا كما هو.",
    hint: "السجل في الإعدادات يبيّن ما تغيّر ويتراجع عن الأحدث.",
  },
  shortcuts: "اختصارات بمفتاح واحد",
};

export { messages, patterns };
