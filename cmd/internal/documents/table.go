package documents

import (
	"reflect"

	"cardwallet/client"
)

// Form is how a command prints its documents.
type Form string

// The forms.
const (
	One   Form = "one"        // one document
	Many  Form = "array"      // one array, also of one document or none
	Lines Form = "one a line" // one document on each line, as they come
)

// Command is a command that prints a document.
type Command struct {
	Line string // its name, with the flag that makes it print this one
	Form Form
}

// Document is a row of the table.
type Document struct {
	Name     string
	Version  int
	Type     reflect.Type
	Commands []Command
}

// Table has every document that commands print on stdout with --json or --jsonl. A member that is added leaves the version as it is; a
// member that goes, or that changes its name, its form or its meaning, raises it.
var Table = []Document{
	{"card", 1, typeOf[Card](), []Command{{"cards", Many}, {"cards show", One}, {"cards label", One}}},
	{"revealed card", 1, typeOf[RevealedCard](), []Command{{"cards show --reveal", One}}},
	{"limits", 1, typeOf[Limits](), []Command{{"cards limits", One}}},
	{"card type", 1, typeOf[CardType](), []Command{{"types", Many}, {"types show", One}, {"types compare", Many}}},
	{"code", 1, typeOf[Code](), []Command{{"otp", One}, {"otp --watch", Lines}}},
	{"movement", 1, typeOf[Movement](), []Command{{"topup", Many}, {"withdraw", Many}, {"cards create", One}, {"cards create --from", Many},
		{"cards freeze", Many},
		{"cards unfreeze", Many}, {"cards cancel", Many}, {"cards pin", One}, {"cards activate", One}, {"cards limits --per", One},
		{"holders create", One}, {"activity", Many}, {"activity mark", Many}, {"activity recover", Many}}},
	{"movement with history", 1, typeOf[MovementHistory](), []Command{{"activity show", One}}},
	{"expected top-up", 1, typeOf[Expected](), []Command{{"activity --expect", Many}}},
	{"dry run", 1, typeOf[DryRun](), []Command{{"topup --dry-run", Many}, {"withdraw --dry-run", Many}, {"cards create --dry-run", One},
		{"cards create --from --dry-run", Many},
		{"cards freeze --dry-run", Many}, {"cards unfreeze --dry-run", Many}, {"cards cancel --dry-run", Many}, {"cards pin --dry-run", One},
		{"cards activate --dry-run", One}, {"cards limits --per --dry-run", One},
		{"holders create --dry-run", One}}},
	{"record", 1, typeOf[Record](), []Command{{"transactions", Many}, {"transactions --jsonl", Lines}}},
	{"record with links", 1, typeOf[LinkedRecord](), []Command{{"transactions show", One}}},
	{"spending", 1, typeOf[Spending](), []Command{{"spending", Many}}},
	{"part of spending", 1, typeOf[SpentPart](), []Command{{"spending --by --jsonl", Lines}}},
	{"spending in parts", 1, typeOf[SpendingBy](), []Command{{"spending --by", One}}},
	{"balance", 1, typeOf[Balance](), []Command{{"balances", Many}}},
	{"deposit", 1, typeOf[Deposit](), []Command{{"deposits", Many}, {"deposits request", One}}},
	{"holder", 1, typeOf[Holder](), []Command{{"holders", Many}, {"holders show", One}}},
	{"label", 1, typeOf[Label](), []Command{{"labels export", Many}}},
	{"imported label", 1, typeOf[ImportedLabel](), []Command{{"labels import", Many}}},
	{"merchant category", 1, typeOf[Category](), []Command{{"mcc", Many}}},
	{"audit entry", 1, typeOf[AuditEntry](), []Command{{"audit show", Many}}},
	{"audit report", 1, typeOf[AuditReport](), []Command{{"audit verify", One}}},
	{"places", 1, typeOf[Places](), []Command{{"config path", One}}},
	{"check", 1, typeOf[Check](), []Command{{"config check", Many}}},
	{"settings", 1, typeOf[Settings](), []Command{{"config show", One}}},
	{"new profile", 1, typeOf[NewProfile](), []Command{{"init", One}}},
	{"setting", 1, typeOf[Setting](), []Command{{"config get", One}, {"config set", One}, {"config unset", One}}},
	{"key", 1, typeOf[Key](), []Command{{"keys generate", One}, {"keys public", One}, {"keys check", One}}},
	{"key rotation", 1, typeOf[Rotation](), []Command{{"keys rotate", One}}},
	{"finding", 1, typeOf[Finding](), []Command{{"doctor", Many}, {"state check", Many}}},
	{"sandbox", 1, typeOf[Sandbox](), []Command{{"sandbox", One}}},
	{"state", 1, typeOf[State](), []Command{{"state show", One}}},
	{"migration", 1, typeOf[Migration](), []Command{{"state migrate", One}}},
	{"import", 1, typeOf[Import](), []Command{{"state import", One}}},
	{"export", 1, typeOf[Export](), []Command{{"state export FILE", One}}},
	{"exported movement", 1, typeOf[ExportedMovement](), []Command{{"state export", Lines}}},
	{"exported label", 1, typeOf[ExportedLabel](), []Command{{"state export", Lines}}},
	{"exported audit line", 1, typeOf[ExportedAudit](), []Command{{"state export --audit", Lines}}},
}

// OnStderr is the document that is no answer: it is told beside one.
var OnStderr = Document{"notice", 1, typeOf[Notice](), nil}

func typeOf[T any]() reflect.Type { return reflect.TypeFor[T]() }

// Vocabularies are the types whose words are all known to this version.
var Vocabularies = map[reflect.Type][]string{
	typeOf[client.CardStatus](): {"pending", "inactive", "active", "freezing", "frozen", "unfreezing", "canceling", "canceled", "blocked",
		"expired", "failed", "unknown"},
	typeOf[client.MovementStatus](): {"intended", "sent", "processing", "success", "failed", "unknown"},
	typeOf[client.MovementKind]():   Texts(client.Kinds()),
	typeOf[client.RecordKind]():     Texts(RecordKinds),
	typeOf[client.AuditAction]():    Texts(client.AuditActions),
	typeOf[RecordStatus]():          {"held", "pending", "processing", "done", "paid", "declined", "failed", "unknown"},
	typeOf[DepositStatus]():         {"waiting", "confirmed", "failed", "expired", "unknown"},
	typeOf[HolderStatus]():          {"approved", "waiting", "in_review", "refused", "unknown"},
	typeOf[ExpectedResult]():        {"paid", "open", "failed", "differs", "missing"},
	typeOf[RotationStep]():          {"made", "waiting", "switched", "done", "checked", "back"},
	typeOf[NoticeLevel]():           {"error", "warning", "note"},
	typeOf[FindingStatus]():         {"ok", "warning", "problem", "skipped"},
}
