#pragma once

// The words of tables of calls, in the languages of their headings and cells. Compared folded, blanks left out.

#include "daemon/intake/calls/call_columns.hpp"

#include <string_view>

namespace blend::intake {

struct HeadingWords {
    CallColumn column;
    std::string_view words; ///< "|" between them
};

inline constexpr HeadingWords heading_words[] = {
    {CallColumn::number, "number|phone|phone number|telephone|tel|mobile|msisdn|correspondent id|correspondent|"
                         "contact number|other party|remote number|dialed number|Nummer|Rufnummer|Telefonnummer|"
                         "Telefon|Gegenstelle|numéro|numéro de téléphone|téléphone|número|"
                         "número de teléfono|teléfono|telefone|número de telefone|numero|numero di telefono|"
                         "telefono|telefoonnummer|numer|numer telefonu|номер|номер телефона|"
                         "телефон|電話番号|番号|电话号码|号码|전화번호|telefon numarası|"
                         "numara"},
    {CallColumn::name, "name|contact|contact name|person|Kontakt|Kontaktname|nom|nombre|contacto|nome|contatto|"
                       "contato|naam|imię|nazwa|имя|контакт|名前|氏名|姓名|联系人|이름|"
                       "isim|ad"},
    {CallColumn::date, "date|datetime|date time|date and time|timestamp|start|start time|started|when|call date|"
                       "call time|Datum|Zeitpunkt|Datum Uhrzeit|Datum und Uhrzeit|Beginn|date et heure|fecha|"
                       "fecha y hora|data|data e ora|data e hora|datum en tijd|data i godzina|дата|"
                       "дата и время|日付|日時|日期|日期时间|날짜|tarih"},
    {CallColumn::time, "time|time of day|Uhrzeit|Zeit|heure|hora|ora|tijd|godzina|czas|время|時刻|時間|"
                       "时间|시간|saat"},
    {CallColumn::duration, "duration|call duration|length|duration s|duration sec|duration secs|duration seconds|"
                           "duration in seconds|duration min|duration mins|duration minutes|duration in minutes|"
                           "seconds|minutes|talk time|Dauer|Gesprächsdauer|Dauer s|Dauer min|Dauer Sekunden|"
                           "Dauer Minuten|durée|durée s|durée secondes|duración|duração|durata|duur|"
                           "czas trwania|длительность|продолжительность|通話時間|"
                           "通话时长|时长|통화시간|süre"},
    {CallColumn::direction, "direction|in out|incoming|is incoming|inbound|Richtung|Eingehend|sens|entrant|"
                            "dirección|entrante|direzione|direção|sentido|richting|kierunek|"
                            "направление|方向|방향|yön"},
    {CallColumn::type, "type|call type|kind|interaction|status|event|Typ|Art|Anrufart|Anruftyp|type d appel|"
                       "tipo|tipo de llamada|tipo di chiamata|tipo de chamada|soort|typ|rodzaj|тип|"
                       "тип вызова|種類|種別|类型|통화유형|tür"},
    {CallColumn::caller, "caller|caller number|caller id|from|from number|calling number|call num|source|"
                         "calling party|Anrufer|von|appelant|de|llamante|origen|chiamante|da|beller|van|"
                         "dzwoniący|кто звонил|発信者|主叫"},
    {CallColumn::receiver, "receiver|recipient|rec num|to|to number|called number|callee|destination|called party|"
                           "Angerufener|Empfänger|an|appelé|destinataire|destinatario|destino|chiamato|gebelde|"
                           "naar|odbiorca|кому звонили|着信者|被叫"},
};

struct CellStems {
    CallWord word;
    std::string_view stems; ///< "|" between them: parts of words
};

/// In this order: an unanswered call is also one that came in or went out.
inline constexpr CellStems cell_stems[] = {
    {CallWord::voicemail, "voicemail|voice mail|mailbox|messagerie|buzón|segreteria|留守番"},
    {CallWord::rejected, "reject|refus|declin|block|abgelehnt|abgewiesen|rechaza|rifiutat|recusad|rejeita|"
                         "geweigerd|odrzuc|отклон|拒否|拒接"},
    {CallWord::missed_out, "cancel|no answer"},
    {CallWord::missed, "miss|unanswer|not answer|verpasst|entgangen|manqu|perdid|persa|perse|gemist|nieodebr|"
                       "пропущ|不在着信|未接|부재중|cevapsız"},
    {CallWord::out, "outgoing|outbound|dialed|dialled|placed|made|sent|ausgehend|abgehend|gewählt|gesendet|"
                    "sortant|émis|envoyé|salient|realizad|enviad|uscit|effettuat|inviat|efetuad|uitgaand|"
                    "wychodz|исходящ|発信|去电|呼出|발신|giden"},
    {CallWord::in, "incoming|inbound|received|answered|eingehend|ankommend|angenommen|empfangen|entrant|"
                   "reçu|recibid|entrat|ricevut|recebid|inkomend|przychodz|входящ|着信|来电|"
                   "呼入|수신|gelen"},
    {CallWord::video, "video"},
    {CallWord::text, "message|nachricht|mensaje|messaggio|mensagem|bericht|сообщен|短信"},
    {CallWord::call, "call|anruf|appel|llamada|chiamata|chamada|gesprek|звонок|вызов|voice|通話|"
                     "通话"},
};

} // namespace blend::intake
