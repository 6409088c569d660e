package statement

import (
	"slices"
	"strings"
	"time"

	"cardwallet/client"
	"cardwallet/client/fold"
	"cardwallet/client/mcc"
	"cardwallet/client/words"
)

// Field is one thing that a record says: what it is called, and how it is read. One of Text, Money and Time is set. The value of a 3DS
// record is a secret and therefore no field.
type Field struct {
	JSON   string // the member of JSON
	Column string // of CSV, where that is another word; money has a second one for its currency
	Label  string // for people; neighbours with one label are told together

	Always     bool // JSON has it also where it is empty
	Merchant   bool // in JSON it is part of the merchant's data
	Unsearched bool // a filter does not look at it

	Text  func(*client.Record) string
	Told  func(*client.Record) string // Text in people's words, where an issuer has words of its own; nil is Text
	Money func(*client.Record) client.Money
	Time  func(*client.Record) time.Time
}

// Name is the column of CSV, which is the name of the field in the orders of columns.
func (f Field) Name() string {
	if f.Column != "" {
		return f.Column
	}
	return f.JSON
}

// Fields are all fields of a record, in the order in which people read them.
var Fields = []Field{
	{JSON: "id", Label: "id", Always: true, Text: func(r *client.Record) string { return r.ID }},
	{JSON: "kind", Label: "list", Always: true, Unsearched: true, Text: func(r *client.Record) string { return string(r.Kind) },
		Told: func(r *client.Record) string { return words.List(r.Kind) }},
	{JSON: "created_at", Column: "time", Label: "time", Always: true, Time: func(r *client.Record) time.Time { return r.At }},
	{JSON: "type", Label: "type", Always: true, Text: func(r *client.Record) string { return r.Type },
		Told: func(r *client.Record) string { return words.Type(r.Kind, r.Type) }},
	{JSON: "status", Label: "status", Always: true, Text: func(r *client.Record) string { return r.Status },
		Told: func(r *client.Record) string { return statusWord(*r) }},
	{JSON: "amount", Label: "amount", Always: true, Money: func(r *client.Record) client.Money { return r.Amount }},
	{JSON: "card_amount", Label: "on the card", Money: func(r *client.Record) client.Money { return r.CardAmount }},
	{JSON: "received", Label: "received", Money: func(r *client.Record) client.Money { return r.Received }},
	{JSON: "fee", Label: "fee", Money: func(r *client.Record) client.Money { return r.Fee }},
	{JSON: "cross_border_fee", Label: "cross-border fee", Money: func(r *client.Record) client.Money { return r.CrossBorder }},
	{JSON: "settled", Label: "settled", Money: func(r *client.Record) client.Money { return r.Settled }},
	{JSON: "settled_at", Label: "settled at", Time: func(r *client.Record) time.Time { return r.SettledAt }},
	{JSON: "merchant", Label: "merchant", Always: true, Text: func(r *client.Record) string { return r.Merchant.Name }},
	{JSON: "mcc", Label: "category", Merchant: true, Text: func(r *client.Record) string { return r.Merchant.MCC }},
	{JSON: "mcc_name", Label: "category", Merchant: true, Text: func(r *client.Record) string { return mcc.Name(r.Merchant.MCC) }},
	{JSON: "category", Label: "issuer's category", Merchant: true, Text: func(r *client.Record) string { return r.Merchant.Category }},
	{JSON: "city", Label: "place", Merchant: true, Text: func(r *client.Record) string { return r.Merchant.City }},
	{JSON: "state", Label: "place", Merchant: true, Text: func(r *client.Record) string { return r.Merchant.State }},
	{JSON: "zip", Label: "place", Merchant: true, Text: func(r *client.Record) string { return r.Merchant.ZIP }},
	{JSON: "country", Label: "place", Merchant: true, Text: func(r *client.Record) string { return r.Merchant.Country }},
	{JSON: "id", Column: "merchant_id", Label: "merchant id", Merchant: true, Text: func(r *client.Record) string { return r.Merchant.ID }},
	{JSON: "wallet_type", Label: "wallet", Merchant: true, Text: func(r *client.Record) string { return r.Merchant.WalletType }},
	{JSON: "authorization_code", Label: "authorization", Text: func(r *client.Record) string { return r.AuthorizationCode }},
	{JSON: "trade_no", Label: "trade", Unsearched: true, Text: func(r *client.Record) string { return r.Trade }},
	{JSON: "origin_id", Label: "original", Text: func(r *client.Record) string { return r.OriginID }},
	{JSON: "order_id", Label: "order", Text: func(r *client.Record) string { return r.OrderID }},
	{JSON: "description", Label: "description", Text: func(r *client.Record) string { return r.Description }},
	{JSON: "remark", Label: "remark", Text: func(r *client.Record) string { return r.Remark }},
	{JSON: "type_id", Label: "card type", Text: func(r *client.Record) string { return r.TypeID }},
	{JSON: "card_type", Label: "card type", Text: func(r *client.Record) string { return r.CardType },
		Told: func(r *client.Record) string { return words.OfCardWord(r.CardType) }},
	{JSON: "organization", Label: "organization", Text: func(r *client.Record) string { return r.Organization }},
	{JSON: "bin", Label: "bin", Text: func(r *client.Record) string { return r.BIN }},
	{JSON: "paid_from", Label: "paid from", Text: func(r *client.Record) string { return r.PaidFrom }},
	{JSON: "expires_at", Label: "expires", Time: func(r *client.Record) time.Time { return r.ExpiresAt }},
	{JSON: "card_id", Label: "card", Always: true, Text: func(r *client.Record) string { return r.CardID }},
	{JSON: "profile", Label: "profile", Always: true, Unsearched: true, Text: func(r *client.Record) string { return r.Profile }},
	{JSON: "unreadable", Label: "unreadable", Unsearched: true, Text: func(r *client.Record) string { return string(r.Unreadable) }},
}

// Programs read columns and members by their place too: these orders never change. A new field comes last.
var (
	Columns = ordered(`time profile card_id kind type status amount card_amount fee cross_border_fee settled merchant mcc mcc_name country city
		authorization_code id origin_id order_id description remark received settled_at category state zip merchant_id wallet_type type_id
			card_type
		organization bin paid_from expires_at trade_no unreadable`)
	Members = ordered(`id profile kind type status amount merchant card_id time trade_no origin_id order_id card_amount received fee
		cross_border_fee settled settled_at authorization_code mcc mcc_name category country state city zip merchant_id wallet_type description
		remark type_id card_type organization bin paid_from expires_at unreadable`)
)

func ordered(names string) []Field {
	first := strings.Fields(names)
	at := func(f Field) int {
		if i := slices.Index(first, f.Name()); i >= 0 {
			return i
		}
		return len(first)
	}
	fields := slices.Clone(Fields)
	slices.SortStableFunc(fields, func(a, b Field) int { return at(a) - at(b) })
	return fields
}

// Facts is all that the record says, in people's words, and the issuer's own for its type and status: not made safe. at writes a time.
func Facts(r client.Record, at func(time.Time) string) (facts []client.Fact) {
	for _, f := range Fields {
		value := ""
		switch {
		case f.Told != nil:
			value = f.Told(&r)
		case f.Text != nil:
			value = f.Text(&r)
		case f.Money != nil && f.Money(&r).Known():
			value = f.Money(&r).String()
		case f.Time != nil && !f.Time(&r).IsZero():
			value = at(f.Time(&r))
		}
		if value == "" {
			continue
		}
		if n := len(facts); n > 0 && facts[n-1].Name == f.Label {
			separator := " "
			if f.Label == "place" {
				separator = ", "
			}
			facts[n-1].Value += separator + value
			continue
		}
		facts = append(facts, client.Fact{Name: f.Label, Value: value})
	}
	if said := words.IssuerSays(r); said != "" {
		facts = append(facts, client.Fact{Name: "issuer says", Value: said})
	}
	return facts
}

// HasStatus reports whether a record has the status, by the issuer's word or by people's, in any case. An empty status means any.
func HasStatus(r client.Record, status string) bool {
	return status == "" || strings.EqualFold(r.Status, status) || strings.EqualFold(words.OfRecord(r).Word, status) ||
		strings.EqualFold(statusWord(r), status)
}

// Says reports whether a record has the text in one of its fields, in the issuer's words and in any case.
func Says(r client.Record, text string) bool {
	return strings.Contains(fold.Text(issuersText(r)), fold.Text(text))
}

// statusWord is what people are told of the status of a record that has one.
func statusWord(r client.Record) string {
	if r.Status == "" {
		return ""
	}
	return words.StatusAlone(r)
}

// SearchText is what a filter on the screen looks at, folded, each field on a line of its own, in the issuer's words and in people's. It
// also has what finds status:declined and type:refund, see fold.Asked.
func SearchText(r client.Record) string {
	var text strings.Builder
	text.WriteString(issuersText(r))
	for _, f := range Fields {
		if f.Told != nil && !f.Unsearched {
			text.WriteString(f.Told(&r) + "\n")
		}
	}
	text.WriteString(words.What(r) + "\n")
	for _, status := range []string{r.Status, statusWord(r)} {
		text.WriteString(fold.Asked(fold.StatusWord+status) + "\n")
	}
	for _, typ := range []string{r.Type, words.Type(r.Kind, r.Type)} {
		text.WriteString(fold.Asked(fold.TypeWord+typ) + "\n")
	}
	return fold.Text(text.String())
}

// issuersText is what the issuer says of a record, each field on a line of its own.
func issuersText(r client.Record) string {
	var text strings.Builder
	for _, f := range Fields {
		switch {
		case f.Unsearched:
			continue
		case f.Text != nil:
			text.WriteString(f.Text(&r))
		case f.Money != nil && f.Money(&r).Known():
			text.WriteString(f.Money(&r).Plain() + "\n" + f.Money(&r).String())
		}
		text.WriteByte('\n')
	}
	return text.String()
}
