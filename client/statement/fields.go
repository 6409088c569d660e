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
	Name       string // the member of JSON and the column of CSV; money has a second column for its currency
	Label      string // for people, who are not told what has none; neighbours with one label are told together
	Unsearched bool   // a filter does not look at it

	Text  func(*client.Record) string
	Told  func(*client.Record) string // Text in people's words, where an issuer has words of its own; nil is Text
	Money func(*client.Record) client.Money
	Time  func(*client.Record) time.Time
}

// Fields are all fields of a record, in the order in which people read them.
var Fields = []Field{
	{Name: "id", Label: "id", Text: func(r *client.Record) string { return r.ID }},
	{Name: "kind", Label: "list", Unsearched: true, Text: func(r *client.Record) string { return string(r.Kind) },
		Told: func(r *client.Record) string { return words.List(r.Kind) }},
	{Name: "created_at", Label: "time", Time: func(r *client.Record) time.Time { return r.At }},
	{Name: "type", Label: "type", Text: func(r *client.Record) string { return r.Type },
		Told: func(r *client.Record) string { return words.Type(r.Kind, r.Type) }},
	{Name: "status", Unsearched: true, Text: func(r *client.Record) string { return words.StatusOfRecord(*r) }},
	{Name: "issuer_status", Label: "status", Text: func(r *client.Record) string { return r.Status },
		Told: func(r *client.Record) string { return statusWord(*r) }},
	{Name: "amount", Label: "amount", Money: func(r *client.Record) client.Money { return r.Amount }},
	{Name: "card_amount", Label: "on the card", Money: func(r *client.Record) client.Money { return r.CardAmount }},
	{Name: "received", Label: "received", Money: func(r *client.Record) client.Money { return r.Received }},
	{Name: "fee", Label: "fee", Money: func(r *client.Record) client.Money { return r.Fee }},
	{Name: "cross_border_fee", Label: "cross-border fee", Money: func(r *client.Record) client.Money { return r.CrossBorder }},
	{Name: "settled", Label: "settled", Money: func(r *client.Record) client.Money { return r.Settled }},
	{Name: "settled_at", Label: "settled at", Time: func(r *client.Record) time.Time { return r.SettledAt }},
	{Name: "merchant", Label: "merchant", Text: func(r *client.Record) string { return r.Merchant.Name }},
	{Name: "mcc", Label: "category", Text: func(r *client.Record) string { return r.Merchant.MCC }},
	{Name: "mcc_name", Label: "category", Text: func(r *client.Record) string { return mcc.Name(r.Merchant.MCC) }},
	{Name: "category", Label: "issuer's category", Text: func(r *client.Record) string { return r.Merchant.Category }},
	{Name: "city", Label: "place", Text: func(r *client.Record) string { return r.Merchant.City }},
	{Name: "state", Label: "place", Text: func(r *client.Record) string { return r.Merchant.State }},
	{Name: "zip", Label: "place", Text: func(r *client.Record) string { return r.Merchant.ZIP }},
	{Name: "country", Label: "place", Text: func(r *client.Record) string { return r.Merchant.Country }},
	{Name: "merchant_id", Label: "merchant id", Text: func(r *client.Record) string { return r.Merchant.ID }},
	{Name: "wallet_type", Label: "wallet", Text: func(r *client.Record) string { return r.Merchant.WalletType }},
	{Name: "authorization_code", Label: "authorization", Text: func(r *client.Record) string { return r.AuthorizationCode }},
	{Name: "trade_no", Label: "trade", Unsearched: true, Text: func(r *client.Record) string { return r.Trade }},
	{Name: "origin_id", Label: "original", Text: func(r *client.Record) string { return r.OriginID }},
	{Name: "order_id", Label: "order", Text: func(r *client.Record) string { return r.OrderID }},
	{Name: "description", Label: "description", Text: func(r *client.Record) string { return r.Description }},
	{Name: "remark", Label: "remark", Text: func(r *client.Record) string { return r.Remark }},
	{Name: "type_id", Label: "card type", Text: func(r *client.Record) string { return r.TypeID }},
	{Name: "card_type", Label: "card type", Text: func(r *client.Record) string { return r.CardType },
		Told: func(r *client.Record) string { return words.OfCardWord(r.CardType) }},
	{Name: "organization", Label: "organization", Text: func(r *client.Record) string { return r.Organization }},
	{Name: "bin", Label: "bin", Text: func(r *client.Record) string { return r.BIN }},
	{Name: "paid_from", Label: "paid from", Text: func(r *client.Record) string { return r.PaidFrom }},
	{Name: "expires_at", Label: "expires", Time: func(r *client.Record) time.Time { return r.ExpiresAt }},
	{Name: "card_id", Label: "card", Text: func(r *client.Record) string { return r.CardID }},
	{Name: "profile", Label: "profile", Unsearched: true, Text: func(r *client.Record) string { return r.Profile }},
	{Name: "unreadable", Label: "unreadable", Unsearched: true, Text: func(r *client.Record) string { return string(r.Unreadable) }},
}

// Columns are the fields in the order of CSV. Programs read columns by their place too: the order never changes. A new field comes last.
var Columns = ordered(`created_at profile card_id kind type status amount card_amount fee cross_border_fee settled merchant mcc mcc_name
	country city authorization_code id origin_id order_id description remark received settled_at category state zip merchant_id wallet_type
	type_id card_type organization bin paid_from expires_at trade_no unreadable issuer_status`)

func ordered(names string) []Field {
	first := strings.Fields(names)
	at := func(f Field) int {
		if i := slices.Index(first, f.Name); i >= 0 {
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
		case f.Label == "":
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
	return status == "" || slices.ContainsFunc([]string{r.Status, words.OfRecord(r).Word, statusWord(r), words.StatusOfRecord(r)},
		func(word string) bool { return strings.EqualFold(word, status) })
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
