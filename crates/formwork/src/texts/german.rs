//! The words in German.

use super::text::Text;

pub(super) const fn german(text: Text) -> &'static str {
    match text {
        Text::Required => "Bitte füllen Sie dieses Feld aus.",
        Text::RequiredBox => "Bitte setzen Sie hier ein Häkchen.",
        Text::Boolean => "Bitte antworten Sie mit Ja oder Nein.",
        Text::Number => "Bitte geben Sie eine Zahl ein.",
        Text::WholeNumber => "Bitte geben Sie eine ganze Zahl ein.",
        Text::TooSmall => "Bitte geben Sie eine größere Zahl ein.",
        Text::TooGreat => "Bitte geben Sie eine kleinere Zahl ein.",
        Text::RangeBetween => "Bitte geben Sie eine Zahl von {min} bis {max} ein.",
        Text::RangeMin => "Bitte geben Sie eine Zahl ein, die mindestens {min} ist.",
        Text::RangeMax => "Bitte geben Sie eine Zahl ein, die höchstens {max} ist.",
        Text::LengthExact => "Bitte geben Sie genau {min} ein (jetzt {count}).",
        Text::LengthMin => "Bitte geben Sie mindestens {min} ein (jetzt {count}).",
        Text::LengthMax => "Bitte geben Sie höchstens {max} ein (jetzt {count}).",
        Text::Character => "1 Zeichen",
        Text::Characters => "{count} Zeichen",
        Text::Email => "Bitte geben Sie eine E-Mail-Adresse wie name@example.com ein.",
        Text::Pattern => "Bitte verwenden Sie das verlangte Format.",
        Text::TooDeep => "Dieses Formular ist zu tief verschachtelt.",
        Text::Unreadable => "Ein Teil der Eingaben war nicht lesbar.",
        Text::Check => "Bitte prüfen Sie Ihre Eingaben.",
        Text::Stale => {
            "Diese Seite war nicht mehr aktuell, deshalb wurde nichts getan. Bitte prüfen Sie Ihre Eingaben und senden \
             Sie sie noch einmal."
        }
        Text::PageOutdated => "Diese Seite ist nicht mehr aktuell. Bitte laden Sie sie neu.",
        Text::WentWrong => "Bei uns ist ein Fehler aufgetreten (Nummer {id}).",
        Text::WentWrongHere => "Auf dieser Seite ist ein Fehler aufgetreten.",
        Text::WentWrongKept => {
            "{problem} Ihre Eingaben sind noch da: bitte versuchen Sie es noch einmal."
        }
        Text::Interrupted => {
            "Das wurde abgebrochen, bevor es fertig war. Bitte prüfen Sie, was davon geschehen ist, bevor Sie es noch \
             einmal senden."
        }
        Text::Waiting => {
            "Der Server hat noch nicht geantwortet; vielleicht sind Sie offline. Ihre Eingaben sind noch da und werden \
             von selbst noch einmal gesendet."
        }
        Text::Unanswered => {
            "Der Server hat nicht geantwortet. Ihre Eingaben sind noch da: drücken Sie den Knopf, um es noch einmal zu \
             versuchen."
        }
        Text::Unreachable => "Der Server war nicht erreichbar.",
        Text::Cancelled => "Abgebrochen. Was schon getan war, bleibt vielleicht bestehen.",
        Text::Ignored => {
            "Eine frühere Eingabe ist noch unterwegs, deshalb wurde diese nicht gesendet."
        }
        Text::Superseded => {
            "Diese Eingabe wurde durch eine neuere ersetzt und deshalb nicht gesendet."
        }
        Text::NotAccepted => "Der Server hat das nicht angenommen (Status {status}).",
        Text::TooLarge => "Das ist zu viel: bitte senden Sie höchstens {size}.",
        Text::Bytes => "{count} Bytes",
        Text::NotFound => "Das gibt es nicht (mehr).",
        Text::TryAgain => "Noch einmal versuchen",
        Text::TryNow => "Jetzt noch einmal versuchen",
        Text::Returned => "Ihre Eingabe wurde nicht angenommen. Sie ist hier aufbewahrt.",
        Text::PutBack => "Zurück ins Formular",
        Text::NeedsJavaScript => "Dieses Formular braucht JavaScript.",
        Text::NeedsJavaScriptNow => {
            "Dieses Formular braucht JavaScript, deshalb wurde nichts getan. Ihre Eingaben sind noch da."
        }
        Text::BridgeOffline => {
            "Der Server hat nicht geantwortet; vielleicht sind Sie offline. Ihre Eingaben sind noch da und werden eine \
             Minute lang von selbst noch einmal gesendet; der Knopf versucht es sofort."
        }
        Text::BridgeFailed => {
            "Die Antwort des Servers ließ sich hier nicht anzeigen. Ihre Eingaben sind noch da: drücken Sie den Knopf \
             noch einmal, um sie zu sehen."
        }
        Text::BridgeNoClient => {
            "Diese Seite konnte nicht ganz geladen werden. Ihre Eingaben sind noch da; bitte sichern Sie sie und laden \
             Sie die Seite neu."
        }
        Text::BridgeNeverClient => {
            "Dieses Formular geht auf dieser Seite nicht. Es wurde nichts gesendet, und Ihre Eingaben sind noch da."
        }
        Text::Busy => {
            "Der Server ist sehr beschäftigt. Es wurde nichts getan; bitte versuchen Sie es gleich noch einmal."
        }
        Text::UnknownAction => {
            "Diese Aktion gibt es nicht (mehr), deshalb wurde nichts getan. Bitte gehen Sie zurück zu Ihren Eingaben, \
             sichern Sie sie und laden Sie die Seite neu."
        }
        Text::TwoActions => "Diese Anfrage nennt zwei Aktionen. Bitte laden Sie die Seite neu.",
        Text::NoAction => {
            "Diese Anfrage nennt keine Aktion. Bitte laden Sie die Seite neu und senden Sie das Formular noch einmal."
        }
        Text::BadArguments => {
            "Die Angaben der Anfrage sind nicht die, die dieses Formular sendet. Bitte laden Sie die Seite neu."
        }
        Text::TooManyFields => {
            "Dieses Formular hat zu viele Felder: bitte senden Sie höchstens {limit}."
        }
        Text::TooSlow => {
            "Das Senden hat zu lange gedauert: bitte versuchen Sie es mit einer schnelleren Verbindung."
        }
        Text::NoRoomForUploads => {
            "Der Server kann zurzeit keine Dateien aufnehmen: bitte versuchen Sie es später noch einmal."
        }
    }
}
