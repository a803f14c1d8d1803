#pragma once

// The phrases themselves, as data: one row for each meaning and language, alternatives separated by '|'.

#include <string_view>

namespace blend::intake {

enum class Phrase {
    media,
    voice_message,
    deleted,
    missed_voice,
    missed_video,
    voice_call,
    video_call,
    answered, ///< what stands behind a call that was taken; # is a number
    unanswered,
    call_back,
    edited,
    attached,
    poll,
    poll_option,
    own_name,
    encryption,   ///< the beginning of a notice
    group,        ///< a part of a notice
    added,        ///< stands between who added and who was added
    added_around, ///< the same, in languages whose verb closes the sentence
    added_end,    ///< that verb
    joined,       ///< stands behind who joined
};

/// Whether every region that speaks the language writes the day before the month.
enum class Days { first, any };

struct PhraseRow {
    Phrase phrase;
    Days days;
    std::string_view words;
};

// clang-format off
inline constexpr PhraseRow whatsapp_phrases[] = {
    // A medium that the export left out
    {Phrase::media, Days::any, "media omitted|image omitted|video omitted|sticker omitted|gif omitted|document omitted|contact card omitted|video note omitted|view once message omitted|null|(view once)|location omitted"},
    {Phrase::media, Days::first, "medien ausgeschlossen|medien weggelassen|bild weggelassen|video weggelassen|sticker weggelassen|gif weggelassen|dokument weggelassen|kontaktkarte weggelassen|videonachricht weggelassen"},
    {Phrase::media, Days::first, "médias omis|fichier média omis|image absente|vidéo absente|sticker omis|sticker absent|gif retiré|gif absent|document manquant|document absent|fiche contact omise|fiche contact absente|note vidéo absente"},
    {Phrase::media, Days::first, "multimedia omitido|archivo omitido|medios omitidos|imagen omitida|video omitido|vídeo omitido|sticker omitido|gif omitido|documento omitido|tarjeta de contacto omitida|nota de video omitida"},
    {Phrase::media, Days::first, "media omessi|media omesso|immagine omessa|video omesso|sticker omesso|sticker non incluso|gif omessa|gif esclusa|documento omesso|scheda contatto omessa"},
    {Phrase::media, Days::first, "arquivo de mídia oculto|mídia oculta|ficheiro não revelado|ficheiros multimédia omitidos|imagem não revelada|vídeo não revelado|gif não revelado|documento não revelado|sticker não revelado|imagem ocultada|imagem omitida|figurinha omitida|gif omitido|documento omitido|cartão do contato omitido"},
    {Phrase::media, Days::first, "media weggelaten|afbeelding weggelaten|video weggelaten|sticker weggelaten|gif weggelaten|document weggelaten|contactkaart weggelaten"},
    {Phrase::media, Days::first, "média vynechány|médium vynecháno|obrázek vynechán|video vynecháno|nálepka vynechána|gif vynechán|dokument vynechán|karta kontaktu vynechána"},
    {Phrase::media, Days::first, "без медиафайлов|медиафайл пропущен|изображение отсутствует|видео отсутствует|стикер отсутствует|gif отсутствует|документ отсутствует|карточка контакта отсутствует"},
    {Phrase::media, Days::first, "медіа пропущено|без медіафайлів|медіафайли відсутні|зображення відсутнє|відео відсутнє|стікер відсутній|наліпка відсутня|gif відсутній|документ відсутній"},
    {Phrase::media, Days::first, "medya dahil edilmedi|medya atlanmış|görüntü dahil edilmedi|video dahil edilmedi|çıkartma dahil edilmedi|gif dahil edilmedi|belge dahil edilmedi"},
    {Phrase::media, Days::first, "تم استبعاد الوسائط|الوسائط المستبعدة|لم يتم إدراج الصورة|لم يتم إدراج الفيديو|لم يتم إدراج الملصق|لم يتم إدراج المستند|تم حذف الصورة|لم يتم إدراج صورة متحركة"},
    {Phrase::media, Days::first, "मीडिया के बिना|मीडिया शामिल नहीं|फ़ोटो हटाई गई|वीडियो हटाया गया|स्टिकर हटाया गया|दस्तावेज़ हटाया गया|gif हटाया गया"},
    {Phrase::media, Days::first, "media tidak disertakan|gambar tidak disertakan|video tidak disertakan|stiker tidak disertakan|gif tidak disertakan|dokumen tidak disertakan"},
    {Phrase::media, Days::first, "ไม่รวมสื่อ|ไม่มีรูปภาพ|ไม่มีวิดีโอ|ไม่มีสติกเกอร์|ไม่มีเอกสาร|ไม่มี gif"},
    {Phrase::media, Days::first, "file media đã bị bỏ qua|đã bỏ qua hình ảnh|đã bỏ qua video|đã bỏ qua nhãn dán|đã bỏ qua tài liệu|đã bỏ qua gif|đa phương tiện bị bỏ qua"},
    {Phrase::media, Days::any, "メディアは含まれていません|メディアなし|画像は含まれていません|画像は省略されました|動画は含まれていません|動画は省略されました|ビデオは省略されました|スタンプは含まれていません|スタンプは省略されました|ステッカーは省略されました|ドキュメントは含まれていません|文書は省略されました|gifは含まれていません|gifは省略されました"},
    {Phrase::media, Days::any, "미디어 파일을 제외함|미디어 생략됨|이미지 생략됨|동영상 생략됨|비디오 생략됨|스티커 생략됨|문서 생략됨|gif 생략됨"},
    {Phrase::media, Days::any, "圖片已省略|影片已省略|貼圖已省略|文件已省略|gif 已省略|媒體已略去|已忽略多媒體檔|省略多媒體檔|媒体文件已省略|省略多媒体文件|图像已忽略|图片已忽略|视频已忽略|贴图已忽略|文档已忽略|gif 已忽略|图片已省略|视频已省略"},
    {Phrase::media, Days::first, "pominięto multimedia|pliki pominięto|pominięto grafikę|pominięto wideo|pominięto naklejkę|pominięto dokument|obraz pominięty|grafika pominięta|film pominięty"},
    {Phrase::media, Days::any, "media har utelämnats|media utelämnat|bild utelämnad|video utelämnad|dokument utelämnat|hiányzó médiatartalom|kép kihagyva|videó kihagyva"},
    {Phrase::media, Days::first, "mediefil udeladt|medier udeladt|billede udeladt|video udeladt|medier utelatt|media utelatt|bilde utelatt|video utelatt|media jätetty pois|kuva jätetty pois|video jätetty pois|παραλείφθηκαν πολυμέσα|τα πολυμέσα παραλείφθηκαν|η εικόνα παραλείφθηκε|המדיה לא נכללה|תמונה הושמטה|וידאו הושמט|fișiere media omise|imagine omisă|videoclip omis"},
    {Phrase::voice_message, Days::any, "audio omitted|voice message omitted|音声は含まれていません|音声は省略されました|オーディオは省略されました|오디오 생략됨|음성 생략됨|音訊已省略|語音訊息已省略|音频已忽略|音频已省略|语音已忽略|ljud utelämnat|hang kihagyva"},
    {Phrase::voice_message, Days::first, "audio weggelassen|sprachnachricht weggelassen|audio omis|audio absent|audio absente|audio omitido|audio omesso|áudio ocultado|áudio omitido|áudio não revelado|audio weggelaten|audio vynecháno|аудиофайл отсутствует|аудио отсутствует|аудіо відсутнє|аудіофайл відсутній|ses dahil edilmedi|لم يتم إدراج الصوت|لم يتم إدراج المقطع الصوتي|ऑडियो हटाया गया|audio tidak disertakan|ไม่มีเสียง|ไม่มีไฟล์เสียง|đã bỏ qua âm thanh|pominięto dźwięk|pominięto audio|lyd udeladt|lyd utelatt|ääni jätetty pois|ο ήχος παραλείφθηκε|השמע הושמט|audio omis"},
    {Phrase::attached, Days::any, "file attached|添付ファイル|文件附件|附件|檔案已附加|文件已附加|파일 첨부됨|첨부파일|attached|添付|附件|첨부|已附加"},
    {Phrase::attached, Days::first, "datei angehängt|anhang|archivo adjunto|adjunto|fichier joint|pièce jointe|file allegato|allegato|arquivo anexado|ficheiro anexado|anexado|anexo|bestand bijgevoegd|bijgevoegd|bijlage|soubor byl přiložen|přiloženo|файл добавлен|прикреплено|файл додано|dosya ekli|ekli|eklenmiş|الملف مرفق|مرفق|फ़ाइल अटैच की गई|संलग्न|file terlampir|terlampir|dilampirkan|ไฟล์ที่แนบมา|แนบ|tệp đính kèm|đã đính kèm|plik dołączony|załącznik"},

    // What was taken back, changed or asked
    {Phrase::deleted, Days::any, "this message was deleted|you deleted this message|this message was deleted by admin|このメッセージは削除されました|このメッセージを削除しました|メッセージを削除しました|삭제된 메시지입니다|이 메시지를 삭제했습니다|이 메시지는 삭제되었습니다|此消息已删除|您已删除此消息|你已刪除此訊息|您已刪除此訊息|這則訊息已刪除|此訊息已刪除|已刪除此訊息|detta meddelande togs bort|det här meddelandet raderades|du raderade det här meddelandet|ezt az üzenetet törölték|törölted ezt az üzenetet"},
    {Phrase::deleted, Days::first, "diese nachricht wurde gelöscht|du hast diese nachricht gelöscht|ce message a été supprimé|vous avez supprimé ce message|se eliminó este mensaje|este mensaje fue eliminado|este mensaje se eliminó|eliminaste este mensaje|questo messaggio è stato eliminato|hai eliminato questo messaggio|essa mensagem foi apagada|esta mensagem foi apagada|mensagem apagada|você apagou essa mensagem|você apagou esta mensagem|apagou esta mensagem|dit bericht is verwijderd|dit bericht werd verwijderd|u hebt dit bericht verwijderd|je hebt dit bericht verwijderd"},
    {Phrase::deleted, Days::first, "данное сообщение удалено|это сообщение удалено|сообщение удалено|вы удалили данное сообщение|вы удалили это сообщение|це повідомлення видалено|ви видалили це повідомлення|bu mesaj silindi|bu mesajı sildiniz|تم حذف هذه الرسالة|حذفت هذه الرسالة|لقد حذفت هذه الرسالة|यह संदेश हटा दिया गया था|यह मैसेज हटा दिया गया है|यह मैसेज डिलीट कर दिया गया|आपने यह मैसेज हटा दिया|pesan ini telah dihapus|pesan ini dihapus|anda menghapus pesan ini|anda telah menghapus pesan ini|ข้อความนี้ถูกลบแล้ว|ข้อความนี้ถูกลบ|คุณลบข้อความนี้|tin nhắn này đã bị xóa|tin nhắn này đã bị xoá|bạn đã xóa tin nhắn này"},
    {Phrase::deleted, Days::first, "tato zpráva byla odstraněna|tato zpráva byla smazána|smazali jste tuto zprávu|ta wiadomość została usunięta|usunięto tę wiadomość|denne besked blev slettet|du slettede denne besked|denne meldingen ble slettet|du slettet denne meldingen|tämä viesti poistettiin|poistit tämän viestin|αυτό το μήνυμα διαγράφηκε|διαγράψατε αυτό το μήνυμα|הודעה זו נמחקה|ההודעה נמחקה|acest mesaj a fost șters|ai șters acest mesaj"},
    {Phrase::edited, Days::any, "this message was edited|このメッセージは編集されました|編集済み|수정된 메시지입니다|이 메시지가 수정되었습니다|此消息已编辑|已编辑此消息|此訊息已編輯|已編輯此訊息"},
    {Phrase::edited, Days::first, "diese nachricht wurde bearbeitet|ce message a été modifié|se editó este mensaje|este mensaje fue editado|questo messaggio è stato modificato|mensagem editada|esta mensagem foi editada|essa mensagem foi editada|dit bericht is bewerkt|сообщение изменено|данное сообщение изменено|це повідомлення відредаговано|bu mesaj düzenlendi|تم تعديل هذه الرسالة|यह मैसेज एडिट किया गया|pesan ini diedit|pesan ini telah diedit|tin nhắn này đã được chỉnh sửa|tato zpráva byla upravena|ta wiadomość została edytowana"},
    {Phrase::poll, Days::any, "poll|event|投票|アンケート|투표"},
    {Phrase::poll, Days::first, "umfrage|sondage|encuesta|sondaggio|enquete|sondagem|опрос|опитування|anket|استطلاع|पोल|polling|anketa|ankieta"},
    {Phrase::poll_option, Days::any, "option|オプション|선택지|옵션|选项|選項"},
    {Phrase::poll_option, Days::first, "opción|opzione|opção|optie|вариант|варіант|seçenek|خيار|विकल्प|opsi|lựa chọn|možnost|opcja"},

    // Calls
    {Phrase::missed_voice, Days::any, "missed voice call|missed group voice call|missed group call|missed call|missed audio call|不在着信|音声通話の不在着信|不在着信の音声通話|부재중 음성통화|부재중 음성 통화|부재중 전화|未接語音通話|未接语音通话|未接来电|未接來電|missat röstsamtal|missat samtal|nem fogadott hanghívás|nem fogadott hívás"},
    {Phrase::missed_video, Days::any, "missed video call|missed group video call|ビデオ通話の不在着信|不在着信のビデオ通話|ビデオ不在着信|부재중 영상통화|부재중 영상 통화|未接視訊通話|未接視像通話|未接视频通话|missat videosamtal|nem fogadott videohívás"},
    {Phrase::missed_voice, Days::first, "verpasster sprachanruf|verpasster gruppenanruf|verpasster gruppensprachanruf|verpasster anruf|llamada perdida|llamada de voz perdida|llamada perdida de voz|llamada grupal perdida|appel vocal manqué|appel manqué|appel audio manqué|appel de groupe manqué|chamada de voz perdida|chamada perdida|ligação de voz perdida|ligação perdida|chamada de grupo perdida|chiamata vocale persa|chiamata persa|chiamata vocale senza risposta|chiamata di gruppo persa|gemiste spraakoproep|gemiste audio-oproep|gemist spraakgesprek|gemiste oproep|gemiste groepsoproep"},
    {Phrase::missed_video, Days::first, "verpasster videoanruf|verpasster gruppenvideoanruf|videollamada perdida|llamada de video perdida|llamada de vídeo perdida|llamada perdida de video|videollamada grupal perdida|appel vidéo manqué|chamada de vídeo perdida|ligação de vídeo perdida|videochamada perdida|videochiamata persa|videochiamata senza risposta|gemiste video-oproep|gemiste videogesprek|gemist videogesprek"},
    {Phrase::missed_voice, Days::first, "пропущенный аудиозвонок|пропущенный звонок|пропущенный голосовой звонок|пропущенный групповой звонок|пропущений голосовий дзвінок|пропущений аудіодзвінок|пропущений аудіовиклик|пропущений дзвінок|cevapsız sesli arama|cevapsız arama|cevapsız grup araması|مكالمة صوتية فائتة|مكالمة فائتة|مكالمة جماعية فائتة|मिस्ड वॉइस कॉल|छूटी हुई वॉइस कॉल|मिस्ड कॉल|panggilan suara tak terjawab|panggilan suara tidak terjawab|panggilan tak terjawab|cuộc gọi thoại nhỡ|cuộc gọi nhỡ|bỏ lỡ cuộc gọi thoại|สายโทรด้วยเสียงที่ไม่ได้รับ|สายที่ไม่ได้รับ|ไม่ได้รับสายการโทรด้วยเสียง"},
    {Phrase::missed_video, Days::first, "пропущенный видеозвонок|пропущенный групповой видеозвонок|пропущений відеодзвінок|пропущений відеовиклик|cevapsız görüntülü arama|مكالمة فيديو فائتة|مكالمة مرئية فائتة|मिस्ड वीडियो कॉल|छूटी हुई वीडियो कॉल|panggilan video tak terjawab|panggilan video tidak terjawab|cuộc gọi video nhỡ|bỏ lỡ cuộc gọi video|สายวิดีโอคอลที่ไม่ได้รับ|สายสนทนาทางวิดีโอที่ไม่ได้รับ"},
    {Phrase::missed_voice, Days::first, "zmeškaný hlasový hovor|zmeškaný hovor|nieodebrane połączenie głosowe|nieodebrane połączenie|ubesvaret taleopkald|ubesvaret opkald|ubesvaret stemmeopkald|tapt taleanrop|tapt anrop|vastaamaton äänipuhelu|vastaamaton puhelu|αναπάντητη φωνητική κλήση|αναπάντητη κλήση|שיחה קולית שלא נענתה|שיחה שלא נענתה|apel vocal ratat|apel vocal pierdut|apel pierdut|apel ratat"},
    {Phrase::missed_video, Days::first, "zmeškaný videohovor|nieodebrane połączenie wideo|nieodebrana rozmowa wideo|ubesvaret videoopkald|tapt videoanrop|vastaamaton videopuhelu|αναπάντητη βιντεοκλήση|שיחת וידאו שלא נענתה|apel video ratat|apel video pierdut"},
    {Phrase::voice_call, Days::any, "voice call|group call|group voice call|audio call|音声通話|음성통화|음성 통화|그룹 통화|語音通話|语音通话|röstsamtal|hanghívás"},
    {Phrase::video_call, Days::any, "video call|group video call|ビデオ通話|영상통화|영상 통화|視訊通話|視像通話|视频通话|videosamtal|videohívás"},
    {Phrase::voice_call, Days::first, "sprachanruf|gruppenanruf|llamada|llamada de voz|llamada grupal|appel vocal|appel audio|appel de groupe|chamada de voz|ligação de voz|chamada em grupo|chiamata vocale|chiamata di gruppo|spraakoproep|audio-oproep|spraakgesprek|аудиозвонок|голосовой звонок|групповой звонок|голосовий дзвінок|аудіодзвінок|аудіовиклик|sesli arama|grup araması|مكالمة صوتية|वॉइस कॉल|panggilan suara|cuộc gọi thoại|การโทรด้วยเสียง|โทรด้วยเสียง|hlasový hovor|połączenie głosowe|taleopkald|taleanrop|äänipuhelu|φωνητική κλήση|שיחה קולית|apel vocal"},
    {Phrase::video_call, Days::first, "videoanruf|gruppenvideoanruf|videollamada|llamada de video|llamada de vídeo|appel vidéo|chamada de vídeo|ligação de vídeo|videochamada|videochiamata|video-oproep|videogesprek|видеозвонок|групповой видеозвонок|відеодзвінок|відеовиклик|görüntülü arama|مكالمة فيديو|वीडियो कॉल|panggilan video|cuộc gọi video|วิดีโอคอล|การโทรวิดีโอ|videohovor|połączenie wideo|rozmowa wideo|videoopkald|videoanrop|videopuhelu|βιντεοκλήση|שיחת וידאו|apel video"},
    {Phrase::answered, Days::any, "# joined|answered on other device|answered on another device"},
    {Phrase::unanswered, Days::any, "no answer|not answered|silenced|silenced by focus mode|declined|cancelled|canceled|missed|busy|応答なし|キャンセル|응답 없음|부재중|취소됨|無人接聽|无应答|未接听|無回應|已取消|inget svar|nincs válasz"},
    {Phrase::unanswered, Days::first, "keine antwort|nicht angenommen|nicht beantwortet|stummgeschaltet|abgelehnt|abgebrochen|sin respuesta|no contestada|no respondida|silenciada|rechazada|pas de réponse|sans réponse|en silencieux|refusé|nessuna risposta|silenziata|rifiutata|sem resposta|não atendida|silenciada|recusada|geen antwoord|geen gehoor|gedempt|нет ответа|без ответа|без звука|немає відповіді|без відповіді|yanıt yok|yanıtlanmadı|cevap yok|cevaplanmadı|لا يوجد رد|لم يتم الرد|कोई जवाब नहीं|जवाब नहीं मिला|tidak ada jawaban|tidak dijawab|không trả lời|ไม่มีผู้รับสาย|ไม่รับสาย|bez odpovědi|žádná odpověď|brak odpowiedzi|intet svar|ingen svar|ikke noe svar|ei vastausta|δεν απαντήθηκε|אין מענה|fără răspuns|niciun răspuns"},
    {Phrase::call_back, Days::any, "tap to call back|click to call back|タップしてかけ直す|タップしてコールバック|눌러서 전화하기|탭하여 전화하기|點按以回撥|轻触回拨|tryck för att ringa upp"},
    {Phrase::call_back, Days::first, "zum zurückrufen tippen|tippen, um zurückzurufen|toca para devolver la llamada|toca para llamar|appuyez pour rappeler|toucher pour rappeler|tocca per richiamare|toque para retornar a ligação|toque para retornar|toque para ligar de volta|tik om terug te bellen|нажмите, чтобы перезвонить|натисніть, щоб передзвонити|geri aramak için dokunun|اضغط لمعاودة الاتصال|انقر لمعاودة الاتصال|वापस कॉल करने के लिए टैप करें|ketuk untuk menelepon kembali|nhấn để gọi lại|แตะเพื่อโทรกลับ|klepnutím zavoláte zpět|dotknij, aby oddzwonić"},

    // Notices
    {Phrase::encryption, Days::any, "messages and calls are end-to-end encrypted|messages and calls are secured|messages to this chat|messages to this group|messages you send to this|messages in this chat|messages are end-to-end encrypted|your messages and calls are|your security code with|this message was deleted by admin|this chat is with a business|this business|メッセージと通話は|このチャットのメッセージ|메시지와 통화는|메시지 및 통화는|訊息和通話|訊息與通話|消息和通话|消息与通话|meddelanden och samtal är|az üzenetek és a hívások"},
    {Phrase::encryption, Days::first, "nachrichten und anrufe sind|nachrichten an diesen chat|nachrichten in dieser gruppe|nachrichten, die du in diese|los mensajes y las llamadas están|los mensajes y llamadas están|los mensajes en este|los mensajes que envías|les messages et les appels sont|les messages et appels sont|les messages envoyés dans|i messaggi e le chiamate sono|i messaggi inviati|as mensagens e as chamadas são|as mensagens e as ligações são|as mensagens e ligações|as mensagens desta|berichten en oproepen zijn|berichten en gesprekken zijn|berichten in deze"},
    {Phrase::encryption, Days::first, "сообщения и звонки защищены|сообщения и звонки|сообщения в этом чате|повідомлення та дзвінки|повідомлення й виклики|mesajlar ve aramalar|bu sohbete gönderdiğiniz|الرسائل والمكالمات|संदेश और कॉल|मैसेज और कॉल|pesan dan panggilan|ข้อความและการโทร|tin nhắn và cuộc gọi|zprávy a hovory|wiadomości i połączenia|beskeder og opkald|meldinger og anrop|viestit ja puhelut|τα μηνύματα και οι κλήσεις|הודעות ושיחות|mesajele și apelurile"},
    {Phrase::group, Days::any, " created group| created this group| created the group| added | joined using| joined via| joined from| joined the group| was added| were added| left| removed | changed the subject| changed the group| changed this group|グループ|を追加しました|が参加しました|が退出しました|그룹|추가했습니다|참가|나갔습니다|群組|群组|加入|skapade gruppen|lade till| hozzáadta"},
    {Phrase::group, Days::first, " hat die gruppe|gruppe erstellt|hinzugefügt| beigetreten|die gruppe verlassen|creó el grupo|creó este grupo| añadió | agregó | se unió| salió del grupo| a créé le groupe| a ajouté | a rejoint | a quitté|ha creato il gruppo| ha aggiunto | è entrat| ha abbandonato|criou o grupo|criou este grupo| adicionou | entrou usando| saiu|de groep|toegevoegd| neemt deel| создал| добавил| присоединил| вступил| вышел| вышла|групп| створив| додав| додала| приєднав|групу|grubu oluşturdu|gruba ekledi| ekledi|katıldı|gruptan ayrıldı|المجموعة|أضاف|انضم|ग्रुप|समूह|जोड़ा|membuat grup| menambahkan |bergabung|nhóm|กลุ่ม|skupinu| přidal|grupę| dodał|dołączył|gruppen|tilføjede| la til |ryhmä| lisäsi |ομάδα|πρόσθεσε|הקבוצה|grupul| a adăugat"},
    {Phrase::added, Days::any, " added | lade till "},
    {Phrase::added, Days::first, " a ajouté | añadió a | agregó a | añadió | agregó | ha aggiunto | adicionou | добавил(-а) | добавил(а) | добавила | добавил | додав(-ла) | додала | додав | menambahkan | přidal(a) | přidala | přidal | dodał(a) | dodała | dodał | tilføjede | la til | lisäsi | πρόσθεσε | a adăugat pe | đã thêm "},
    {Phrase::added_around, Days::first, " hat | heeft "},
    {Phrase::added_end, Days::first, " hinzugefügt| toegevoegd"},
    {Phrase::joined, Days::any, " joined using| joined via| joined from| joined the group| was added| gick med"},
    {Phrase::joined, Days::first, " ist über den einladungslink| ist der gruppe| ist beigetreten| ist mit dem| wurde hinzugefügt| se unió| a rejoint | è entrat| si è unit| entrou usando| neemt deel| присоединился| присоединилась| вступил| приєднався| приєдналась| приєдналася| katıldı| bergabung| đã tham gia| dołączył| se připojil"},

    // Who speaks
    {Phrase::own_name, Days::any, "you|du|vous|você|вы|ви|siz|あなた|你|您|회원님|나|أنت|आप|anda|bạn|คุณ|εσείς|אתה"},
};
// clang-format on

} // namespace blend::intake
