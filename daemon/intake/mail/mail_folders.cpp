#include "daemon/intake/mail/mail_folders.hpp"

#include "daemon/intake/files/charset.hpp"
#include "daemon/intake/mail/folded_words.hpp"

#include <utility>
#include <vector>

namespace blend::intake {
namespace {

constexpr std::pair<std::string_view, FolderUse> names[] = {
    {"Sent", FolderUse::sent},
    {"Sent Mail", FolderUse::sent},
    {"Sent Items", FolderUse::sent},
    {"Sent Messages", FolderUse::sent},
    {"Gesendet", FolderUse::sent},
    {"Gesendete Objekte", FolderUse::sent},
    {"Gesendete Elemente", FolderUse::sent},
    {"Gesendete Nachrichten", FolderUse::sent},
    {"Envoyés", FolderUse::sent},
    {"Messages envoyés", FolderUse::sent},
    {"Éléments envoyés", FolderUse::sent},
    {"Enviados", FolderUse::sent},
    {"Elementos enviados", FolderUse::sent},
    {"Mensajes enviados", FolderUse::sent},
    {"Itens enviados", FolderUse::sent},
    {"E-mails enviados", FolderUse::sent},
    {"Mensagens enviadas", FolderUse::sent},
    {"Enviadas", FolderUse::sent},
    {"Posta inviata", FolderUse::sent},
    {"Inviati", FolderUse::sent},
    {"Inviata", FolderUse::sent},
    {"Verzonden", FolderUse::sent},
    {"Verzonden items", FolderUse::sent},
    {"Verzonden berichten", FolderUse::sent},
    {"Skickat", FolderUse::sent},
    {"Skickade", FolderUse::sent},
    {"Skickade objekt", FolderUse::sent},
    {"Sendt", FolderUse::sent},
    {"Sendt post", FolderUse::sent},
    {"Sendte elementer", FolderUse::sent},
    {"Lähetetyt", FolderUse::sent},
    {"Wysłane", FolderUse::sent},
    {"Elementy wysłane", FolderUse::sent},
    {"Odeslané", FolderUse::sent},
    {"Odeslaná pošta", FolderUse::sent},
    {"Odoslané", FolderUse::sent},
    {"Elküldött", FolderUse::sent},
    {"Elküldött levelek", FolderUse::sent},
    {"Trimise", FolderUse::sent},
    {"Gönderilmiş Postalar", FolderUse::sent},
    {"Gönderilenler", FolderUse::sent},
    {"Απεσταλμένα", FolderUse::sent},
    {"Отправленные", FolderUse::sent},
    {"Надіслані", FolderUse::sent},
    {"Изпратени", FolderUse::sent},
    {"送信済み", FolderUse::sent},
    {"送信済みメール", FolderUse::sent},
    {"已发送", FolderUse::sent},
    {"已发送邮件", FolderUse::sent},
    {"已发邮件", FolderUse::sent},
    {"寄件備份", FolderUse::sent},
    {"보낸편지함", FolderUse::sent},
    {"भेजे गए", FolderUse::sent},
    {"דואר יוצא", FolderUse::sent},
    {"البريد المرسل", FolderUse::sent},

    {"Drafts", FolderUse::drafts},
    {"Draft", FolderUse::drafts},
    {"Entwürfe", FolderUse::drafts},
    {"Brouillons", FolderUse::drafts},
    {"Borradores", FolderUse::drafts},
    {"Rascunhos", FolderUse::drafts},
    {"Bozze", FolderUse::drafts},
    {"Concepten", FolderUse::drafts},
    {"Utkast", FolderUse::drafts},
    {"Kladder", FolderUse::drafts},
    {"Luonnokset", FolderUse::drafts},
    {"Wersje robocze", FolderUse::drafts},
    {"Szkice", FolderUse::drafts},
    {"Koncepty", FolderUse::drafts},
    {"Piszkozatok", FolderUse::drafts},
    {"Ciorne", FolderUse::drafts},
    {"Taslaklar", FolderUse::drafts},
    {"Πρόχειρα", FolderUse::drafts},
    {"Черновики", FolderUse::drafts},
    {"Чернетки", FolderUse::drafts},
    {"Чернови", FolderUse::drafts},
    {"下書き", FolderUse::drafts},
    {"草稿", FolderUse::drafts},
    {"임시보관함", FolderUse::drafts},
    {"Templates", FolderUse::drafts},
    {"Vorlagen", FolderUse::drafts},

    {"Spam", FolderUse::spam},
    {"Junk", FolderUse::spam},
    {"Junk E-mail", FolderUse::spam},
    {"Junk Email", FolderUse::spam},
    {"Bulk Mail", FolderUse::spam},
    {"Werbung", FolderUse::spam},
    {"Courrier indésirable", FolderUse::spam},
    {"Indésirables", FolderUse::spam},
    {"Correo no deseado", FolderUse::spam},
    {"Lixo eletrônico", FolderUse::spam},
    {"Posta indesiderata", FolderUse::spam},
    {"Ongewenste e-mail", FolderUse::spam},
    {"Skräppost", FolderUse::spam},
    {"Søppelpost", FolderUse::spam},
    {"Roskaposti", FolderUse::spam},
    {"Nevyžádaná pošta", FolderUse::spam},
    {"Спам", FolderUse::spam},
    {"迷惑メール", FolderUse::spam},
    {"垃圾邮件", FolderUse::spam},
    {"스팸함", FolderUse::spam},

    {"Trash", FolderUse::trash},
    {"Bin", FolderUse::trash},
    {"Deleted", FolderUse::trash},
    {"Deleted Items", FolderUse::trash},
    {"Deleted Messages", FolderUse::trash},
    {"Papierkorb", FolderUse::trash},
    {"Gelöscht", FolderUse::trash},
    {"Gelöschte Objekte", FolderUse::trash},
    {"Gelöschte Elemente", FolderUse::trash},
    {"Corbeille", FolderUse::trash},
    {"Éléments supprimés", FolderUse::trash},
    {"Messages supprimés", FolderUse::trash},
    {"Papelera", FolderUse::trash},
    {"Papelera de reciclaje", FolderUse::trash},
    {"Elementos eliminados", FolderUse::trash},
    {"Paperera", FolderUse::trash},
    {"Lixeira", FolderUse::trash},
    {"Lixo", FolderUse::trash},
    {"Itens excluídos", FolderUse::trash},
    {"Itens eliminados", FolderUse::trash},
    {"Cestino", FolderUse::trash},
    {"Posta eliminata", FolderUse::trash},
    {"Prullenbak", FolderUse::trash},
    {"Prullenmand", FolderUse::trash},
    {"Verwijderde items", FolderUse::trash},
    {"Papperskorgen", FolderUse::trash},
    {"Borttagna objekt", FolderUse::trash},
    {"Papirkurv", FolderUse::trash},
    {"Papirkurven", FolderUse::trash},
    {"Slettet post", FolderUse::trash},
    {"Slettede elementer", FolderUse::trash},
    {"Roskakori", FolderUse::trash},
    {"Poistetut", FolderUse::trash},
    {"Kosz", FolderUse::trash},
    {"Elementy usunięte", FolderUse::trash},
    {"Koš", FolderUse::trash},
    {"Odstraněná pošta", FolderUse::trash},
    {"Kôš", FolderUse::trash},
    {"Kuka", FolderUse::trash},
    {"Lomtár", FolderUse::trash},
    {"Törölt elemek", FolderUse::trash},
    {"Coș de gunoi", FolderUse::trash},
    {"Coşul de gunoi", FolderUse::trash},
    {"Çöp Kutusu", FolderUse::trash},
    {"Κάδος απορριμμάτων", FolderUse::trash},
    {"Κάδος", FolderUse::trash},
    {"Корзина", FolderUse::trash},
    {"Удаленные", FolderUse::trash},
    {"Кошик", FolderUse::trash},
    {"Кошче", FolderUse::trash},
    {"ゴミ箱", FolderUse::trash},
    {"削除済みアイテム", FolderUse::trash},
    {"已删除邮件", FolderUse::trash},
    {"已删除", FolderUse::trash},
    {"垃圾桶", FolderUse::trash},
    {"刪除的郵件", FolderUse::trash},
    {"휴지통", FolderUse::trash},
    {"지운편지함", FolderUse::trash},
    {"אשפה", FolderUse::trash},
    {"سلة المهملات", FolderUse::trash},
    {"المهملات", FolderUse::trash},
    {"ट्रैश", FolderUse::trash},
    {"ถังขยะ", FolderUse::trash},
    {"Thùng rác", FolderUse::trash},
    {"Sampah", FolderUse::trash},
    {"Smeće", FolderUse::trash},
    {"Koš za smeti", FolderUse::trash},
    {"Prügikast", FolderUse::trash},
    {"Šiukšlinė", FolderUse::trash},
    {"Miskaste", FolderUse::trash},

    {"Chat", FolderUse::chat},
    {"Chats", FolderUse::chat},
    {"Discussions", FolderUse::chat},
    {"Conversaciones", FolderUse::chat},
    {"Чаты", FolderUse::chat},
    {"チャット", FolderUse::chat},
    {"聊天", FolderUse::chat},
};

const FoldedWords& folded_names()
{
    static const FoldedWords all{[] {
        std::vector<std::string_view> result;
        for (const auto& [name, use] : names) result.push_back(name);
        return result;
    }()};
    return all;
}

} // namespace

FolderUse folder_use(std::string_view name)
{
    constexpr std::size_t longest_name = 100;
    for (const std::string_view ending : {".mbox", ".mbx", ".imapmbox"})
        if (name.ends_with(ending)) name.remove_suffix(ending.size());
    if (const auto slash = name.rfind('/'); slash != std::string_view::npos) name.remove_prefix(slash + 1);
    name = name.substr(0, longest_name);
    const auto place = folded_names().find(name);
    return place ? names[*place].second : FolderUse::other;
}

std::string from_imap_name(std::string_view name)
{
    return name.find('&') == std::string_view::npos ? std::string{name} : to_utf8(name, "UTF-7-IMAP");
}

} // namespace blend::intake
