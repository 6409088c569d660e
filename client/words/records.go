package words

import (
	"cmp"
	"slices"
	"strings"

	"cardwallet/client"
)

// listNames are what people call the lists of records, and what they are called where there is little room.
var listNames = map[client.RecordKind][2]string{
	client.RecordAuthorizations: {"Payments", "Payments"},
	client.RecordOperations:     {"Card changes", "Changes"},
	client.RecordPurchases:      {"Cards bought", "Bought"}, // what cards cost (FinHub cards page, purchase transactions)
	client.RecordFees:           {"Fees", "Fees"},
	client.Record3DS:            {"Codes", "Codes"},
	client.RecordHistory:        {"History", "History"},
	client.RecordOperationsV1:   {"Older card changes", "Older"},
}

// List is what people call a list of records.
func List(kind client.RecordKind) string { return cmp.Or(listNames[kind][0], string(kind)) }

// ShortList is List in at most 8 cells.
func ShortList(kind client.RecordKind) string { return cmp.Or(listNames[kind][1], string(kind)) }

// typeWords are what a type of record is called, and, for what was done with a card, what it is called once it is done.
type typeWords struct{ noun, done string }

// types are FinHub's (cards page, transaction queries), in lower case, by the lists that have them.
var (
	payments = map[string]typeWords{
		"auth":         {"payment", ""},
		"refund":       {"refund", ""},
		"verification": {"check", ""},
		"void":         {"reversal", ""},
		"reversal":     {"reversed payment", ""},
		"maintain_fee": {"monthly fee", ""},
	}
	operations = map[string]typeWords{
		"create":              {"new card", "new card"},
		"deposit":             {"top-up", "topped up"},
		"withdraw":            {"withdrawal", "withdrawn"},
		"cancel":              {"cancellation", "canceled"},
		"freeze":              {"freeze", "frozen"},
		"unfreeze":            {"unfreeze", "unfrozen"},
		"update_pin":          {"PIN change", "PIN changed"},
		"blocked":             {"block by the issuer", "blocked by the issuer"},
		"card_update":         {"change of limits", "limits changed"},
		"card_activated":      {"activation", "activated"},
		"overdraft_statement": {"overdraft", "overdraft"},
	}
	fees = map[string]typeWords{
		"card_patch_fee":          {"fee of a payment", ""},
		"card_patch_cross_border": {"fee of a payment abroad", ""},
	}
	codes = map[string]typeWords{
		string(client.CodeOTP):        {"code", ""},
		string(client.CodeAuthURL):    {"approval", ""},
		string(client.CodeActivation): {"activation", ""},
	}
	recordTypes = map[client.RecordKind]map[string]typeWords{
		client.RecordAuthorizations: payments, client.RecordOperations: operations, client.RecordOperationsV1: operations,
		client.RecordFees: fees, client.Record3DS: codes,
	}
)

// Type is what a type of records in a list is called; the issuer's own word where it is not documented.
func Type(kind client.RecordKind, word string) string {
	return cmp.Or(recordTypes[kind][strings.ToLower(word)].noun, word)
}

// TypeNamed is the issuer's word for a type that people call so; the text itself where none is called so.
func TypeNamed(kind client.RecordKind, text string) string {
	for word, words := range recordTypes[kind] {
		if strings.EqualFold(words.noun, text) {
			return word
		}
	}
	return text
}

// What says in a few words what a record is about: the merchant, or what was done with the card. It is empty where only names of the
// record would say something.
func What(r client.Record) string {
	words, known := recordTypes[r.Kind][strings.ToLower(r.Type)]
	switch r.Kind {
	case client.RecordOperations, client.RecordOperationsV1:
		if !known {
			break
		}
		what := words.noun
		if r.Stage == client.StageDone {
			what = words.done
		}
		if note := cmp.Or(r.Remark, r.Description); note != "" && !issuersTitle(note) {
			what += ": " + note
		}
		return what
	case client.RecordPurchases:
		return Kind(client.CardType{Organization: r.Organization, Type: r.CardType})
	default:
	}
	if strings.EqualFold(r.Type, "maintain_fee") {
		return words.noun
	}
	return cmp.Or(r.Merchant.Name, r.Description, r.Remark, words.noun, r.Type)
}

// issuersTitle reports whether a remark is what the examples of the documents call every operation of a type.
func issuersTitle(note string) bool {
	return slices.ContainsFunc([]string{"Deposit", "Card Deposit", "Card Open", "Card Withdraw", "Withdraw"}, func(title string) bool {
		return strings.EqualFold(note, title)
	})
}

// recordStates are FinHub's statuses of orders and of authorizations, and Aurex's of transactions (their cards pages). A failed
// authorization was declined.
var recordStates = map[string]State{
	"authorized":   {Waiting, "held", Open},
	"pending":      {Waiting, "pending", Open},
	"wait_process": {Waiting, "waiting", Open},
	"processing":   {Waiting, "under way", Open},
	"success":      {Done, "done", Plain},
	"succeed":      {Done, "done", Plain},
	"completed":    {Done, "done", Plain},
	"declined":     {Ended, "declined", Bad},
	"fail":         {Ended, "failed", Bad},
	"failed":       {Ended, "failed", Bad},
}

// OfRecord is the status of a record in one word, which says of a refund, a reversal or a check what it is.
func OfRecord(r client.Record) State {
	switch {
	case r.Status == "" && r.Kind == client.Record3DS:
		return State{Mark: Nothing, Tone: Quiet}
	case r.Status == "":
		return own("")
	}
	state, known := recordStates[strings.ToLower(r.Status)]
	if !known || state.Mark == Done && r.Stage != client.StageDone {
		return own(r.Status)
	}
	switch kind := r.Kind; {
	case kind == client.RecordAuthorizations && state.Word == "failed":
		state.Word = "declined"
	case kind == client.RecordAuthorizations && state.Word != "declined":
		return ofPayment(r, state)
	case state.Mark == Done && (kind == client.RecordPurchases || kind == client.RecordFees):
		state.Word = "paid"
	}
	return state
}

// StatusOfRecord is the status of a record for programs, whatever its type: held, pending, processing, done, paid, declined, failed, or
// unknown for a word that no document has. It is empty for a record that has no status by its kind.
func StatusOfRecord(r client.Record) string {
	state, told := recordStates[strings.ToLower(r.Status)], OfRecord(r)
	switch {
	case r.Status == "" && r.Kind == client.Record3DS:
		return ""
	case state.Mark == "", state.Mark == Done && r.Stage != client.StageDone:
		return "unknown"
	case state.Mark == Done && told.Word == "paid", state.Mark == Ended && told.Word == "declined":
		return told.Word
	case state.Mark == Waiting && state.Word != "held" && state.Word != "pending":
		return "processing"
	}
	return state.Word
}

// StatusAlone is the status of a record where no mark stands beside it, see State.Alone. It tells a refund that may not have come yet from
// one that came: "refund, held".
func StatusAlone(r client.Record) string {
	state := OfRecord(r)
	if issuers := recordStates[strings.ToLower(r.Status)]; state.Mark == Waiting && state.Word != issuers.Word {
		return state.Word + ", " + issuers.Word
	}
	return state.Alone()
}

// ofPayment is an authorization that was not declined.
func ofPayment(r client.Record, state State) State {
	switch typ := strings.ToLower(r.Type); typ {
	case "auth", "maintain_fee":
		if state.Mark == Done {
			return State{Done, "paid", Plain}
		}
		return state
	case "verification":
		return State{Nothing, "check", Quiet}
	case "refund", "void", "reversal":
		word := "reversed"
		if typ == "refund" {
			word = "refund"
		}
		if state.Mark == Done {
			return State{Returned, word, Good}
		}
		return State{state.Mark, word, state.Tone} // it may not have come yet
	case "":
		return state
	}
	return State{Nothing, r.Type, Quiet} // what it does with money is not known
}

// IssuerSays are an issuer's own words for the type and the status of a record; empty where they are those that people are told.
func IssuerSays(r client.Record) string {
	said := slices.DeleteFunc([]string{r.Type, r.Status}, func(s string) bool { return s == "" })
	if text := strings.Join(said, ", "); text != Type(r.Kind, r.Type)+", "+OfRecord(r).Word {
		return text
	}
	return ""
}

// Amount is what a record did to its card: "−8.05 USD" for what went out, "+14.25 USD" for what came in. moved is false, and there is no
// sign, where nothing moved: a declined payment, a check.
func Amount(r client.Record) (text string, moved bool) {
	return amountOf(r, r.Charged())
}

// AtMerchant is Amount in the merchant's currency; empty where that is the card's own.
func AtMerchant(r client.Record) string {
	if !r.Amount.Known() || !r.CardAmount.Known() || r.Amount.Currency == r.CardAmount.Currency {
		return ""
	}
	text, _ := amountOf(r, r.Amount)
	return text
}

func amountOf(r client.Record, m client.Money) (text string, moved bool) {
	flow := r.Flow()
	switch {
	case !m.Known():
		return "", false
	case flow == client.FlowNone:
		m.Amount = m.Amount.Abs()
		return m.String(), false
	case r.Kind == client.RecordHistory: // no document says which way its amounts went: they are as their issuer signs them
		return m.String(), !m.Amount.IsZero()
	case flow == client.FlowOut: // a negative amount is what an issuer says of what came back
		m.Amount = m.Amount.Neg()
	default:
		m.Amount = m.Amount.Abs()
	}
	return Signed(m), !m.Amount.IsZero()
}
