package main

import (
	"cmp"
	"encoding/csv"
	"fmt"
	"io"
	"strings"
	"time"
	"unicode"
	"unicode/utf8"

	"golang.org/x/text/unicode/norm"

	"cardwallet/client"
	"cardwallet/client/mcc"
	"cardwallet/client/statement"
	"cardwallet/tui/ui"
)

type merchantJSON struct {
	Name       string `json:"name"`
	MCC        string `json:"mcc,omitempty"`
	MCCName    string `json:"mcc_name,omitempty"`
	Category   string `json:"category,omitempty"`
	Country    string `json:"country,omitempty"`
	State      string `json:"state,omitempty"`
	City       string `json:"city,omitempty"`
	ZIP        string `json:"zip,omitempty"`
	ID         string `json:"id,omitempty"`
	WalletType string `json:"wallet_type,omitempty"`
}

// recordJSON is a record. The value of a 3DS record is not in it: it is a secret.
type recordJSON struct {
	ID       string `json:"id"`
	Profile  string `json:"profile"`
	Kind     string `json:"kind"`
	Type     string `json:"type"`
	Status   string `json:"status"`
	Amount   string `json:"amount"`
	Currency string `json:"currency"`
	Merchant string `json:"merchant"`
	CardID   string `json:"card_id"`
	// CreatedAt is null where the issuer did not say.
	CreatedAt *jsonTime `json:"created_at"`

	TradeNo           string        `json:"trade_no,omitempty"` // the issuer's name for it where id has more
	OriginID          string        `json:"origin_id,omitempty"`
	OrderID           string        `json:"order_id,omitempty"`
	CardAmount        *balanceJSON  `json:"card_amount,omitempty"`
	Received          *balanceJSON  `json:"received,omitempty"`
	Fee               *balanceJSON  `json:"fee,omitempty"`
	CrossBorderFee    *balanceJSON  `json:"cross_border_fee,omitempty"`
	Settled           *balanceJSON  `json:"settled,omitempty"`
	SettledAt         *jsonTime     `json:"settled_at,omitempty"`
	AuthorizationCode string        `json:"authorization_code,omitempty"`
	MerchantData      *merchantJSON `json:"merchant_data,omitempty"`
	Description       string        `json:"description,omitempty"`
	Remark            string        `json:"remark,omitempty"`
	TypeID            string        `json:"type_id,omitempty"`
	CardType          string        `json:"card_type,omitempty"`
	Organization      string        `json:"organization,omitempty"`
	BIN               string        `json:"bin,omitempty"`
	PaidFrom          string        `json:"paid_from,omitempty"`
	ExpiresAt         *jsonTime     `json:"expires_at,omitempty"`
	Unreadable        string        `json:"unreadable,omitempty"` // what decides of it and came in a form that cannot be read
}

type recordShowJSON struct {
	recordJSON
	Original *recordJSON  `json:"original"` // what it refunds, reverses or is charged for; null where that is nothing or not found
	Linked   []recordJSON `json:"linked"`   // what refunds, reverses or is charged for it
}

func toRecordJSON(r client.Record) recordJSON {
	out := recordJSON{
		ID: r.ID, Profile: r.Profile, Kind: string(r.Kind), Type: r.Type, Status: r.Status, Amount: r.Amount.Digits(), Currency: r.Amount.Currency,
		Merchant: r.Merchant.Name, CardID: r.CardID, CreatedAt: optionalTime(r.At), TradeNo: r.Trade, OriginID: r.OriginID, OrderID: r.OrderID,
		CardAmount: moneyJSON(r.CardAmount), Received: moneyJSON(r.Received), Fee: moneyJSON(r.Fee), CrossBorderFee: moneyJSON(r.CrossBorder),
		Settled: moneyJSON(r.Settled), SettledAt: optionalTime(r.SettledAt), AuthorizationCode: r.AuthorizationCode, Description: r.Description,
		Remark: r.Remark, TypeID: r.TypeID, CardType: r.CardType, Organization: r.Organization, BIN: r.BIN, PaidFrom: r.PaidFrom,
		ExpiresAt: optionalTime(r.ExpiresAt), Unreadable: string(r.Unreadable),
	}
	if m := r.Merchant; m != (client.Merchant{Name: m.Name}) {
		out.MerchantData = &merchantJSON{Name: m.Name, MCC: m.MCC, MCCName: mcc.Name(m.MCC), Category: m.Category, Country: m.Country, State: m.State,
			City: m.City, ZIP: m.ZIP, ID: m.ID, WalletType: m.WalletType}
	}
	return out
}

// printRecords writes what was collected; with --jsonl it is written already.
func (a *app) printRecords(records []client.Record, f transactionFlags, card func(client.Record) string) error {
	switch {
	case f.lines:
		return nil
	case f.csv:
		return writeRecords(a.out, "csv", records)
	case a.flags.json:
		return writeRecords(a.out, "json", records)
	}
	t := table{header: []string{"TIME", "CARD", "TYPE", "MERCHANT", "AMOUNT", "ON THE CARD", "FEE", "STATUS", "ID"}, right: []int{4, 5, 6}}
	for _, r := range records {
		what := cmp.Or(r.Merchant.Name, r.Description, joined(r.Organization, r.CardType))
		t.add(localTime(r.At), card(r), r.Type, what, shown(r.Amount), shown(r.CardAmount), shown(r.Fee), withWords(r.Status, r.Unreadable), r.ID)
	}
	if err := a.printTable(t); err != nil {
		return err
	}
	for _, total := range statement.Totals(records) {
		if _, err := fmt.Fprintln(a.out, totalWords(total)); err != nil {
			return err
		}
	}
	return nil
}

// totalWords is one line below the table.
func totalWords(t statement.Total) string {
	line := fmt.Sprintf("total %s  out %s  in %s", ui.Safe(t.Currency), t.Out.Digits(), t.In.Digits())
	if !t.Fees.Amount.IsZero() {
		line += "  fees " + t.Fees.Digits()
	}
	if t.NotCounted > 0 {
		line += fmt.Sprintf("  (%d not counted)", t.NotCounted)
	}
	return line
}

// csvColumns are the columns of --csv, with how each is filled.
var csvColumns = []struct {
	name string
	of   func(client.Record) string
}{
	{"time", func(r client.Record) string { return csvTime(r.At) }},
	{"profile", func(r client.Record) string { return r.Profile }},
	{"card_id", func(r client.Record) string { return r.CardID }},
	{"kind", func(r client.Record) string { return string(r.Kind) }},
	{"type", func(r client.Record) string { return r.Type }},
	{"status", func(r client.Record) string { return r.Status }},
	{"amount", func(r client.Record) string { return r.Amount.Digits() }},
	{"currency", func(r client.Record) string { return r.Amount.Currency }},
	{"card_amount", func(r client.Record) string { return r.CardAmount.Digits() }},
	{"card_currency", func(r client.Record) string { return r.CardAmount.Currency }},
	{"fee", func(r client.Record) string { return r.Fee.Digits() }},
	{"fee_currency", func(r client.Record) string { return r.Fee.Currency }},
	{"cross_border_fee", func(r client.Record) string { return r.CrossBorder.Digits() }},
	{"cross_border_fee_currency", func(r client.Record) string { return r.CrossBorder.Currency }},
	{"settled", func(r client.Record) string { return r.Settled.Digits() }},
	{"settled_currency", func(r client.Record) string { return r.Settled.Currency }},
	{"merchant", func(r client.Record) string { return r.Merchant.Name }},
	{"mcc", func(r client.Record) string { return r.Merchant.MCC }},
	{"mcc_name", func(r client.Record) string { return mcc.Name(r.Merchant.MCC) }},
	{"country", func(r client.Record) string { return r.Merchant.Country }},
	{"city", func(r client.Record) string { return r.Merchant.City }},
	{"authorization_code", func(r client.Record) string { return r.AuthorizationCode }},
	{"id", func(r client.Record) string { return r.ID }},
	{"origin_id", func(r client.Record) string { return r.OriginID }},
	{"order_id", func(r client.Record) string { return r.OrderID }},
	{"description", func(r client.Record) string { return r.Description }},
	{"remark", func(r client.Record) string { return r.Remark }},
	{"received", func(r client.Record) string { return r.Received.Digits() }},
	{"received_currency", func(r client.Record) string { return r.Received.Currency }},
	{"settled_at", func(r client.Record) string { return csvTime(r.SettledAt) }},
	{"category", func(r client.Record) string { return r.Merchant.Category }},
	{"state", func(r client.Record) string { return r.Merchant.State }},
	{"zip", func(r client.Record) string { return r.Merchant.ZIP }},
	{"merchant_id", func(r client.Record) string { return r.Merchant.ID }},
	{"wallet_type", func(r client.Record) string { return r.Merchant.WalletType }},
	{"type_id", func(r client.Record) string { return r.TypeID }},
	{"card_type", func(r client.Record) string { return r.CardType }},
	{"organization", func(r client.Record) string { return r.Organization }},
	{"bin", func(r client.Record) string { return r.BIN }},
	{"paid_from", func(r client.Record) string { return r.PaidFrom }},
	{"expires_at", func(r client.Record) string { return csvTime(r.ExpiresAt) }},
	{"trade_no", func(r client.Record) string { return r.Trade }},
	{"unreadable", func(r client.Record) string { return string(r.Unreadable) }},
}

func csvTime(t time.Time) string {
	if t.IsZero() {
		return ""
	}
	return t.UTC().Format(time.RFC3339)
}

// writeRecords writes records as --csv, --json and --jsonl print them.
func writeRecords(out io.Writer, format string, records []client.Record) error {
	switch format {
	case "csv":
		return writeCSV(out, records)
	case "jsonl":
		for _, r := range records {
			if err := writeJSONLine(out, toRecordJSON(r)); err != nil {
				return err
			}
		}
		return nil
	}
	list := make([]recordJSON, 0, len(records))
	for _, r := range records {
		list = append(list, toRecordJSON(r))
	}
	return writeJSON(out, list)
}

func writeCSV(out io.Writer, records []client.Record) error {
	w := csv.NewWriter(out)
	header := make([]string, 0, len(csvColumns))
	for _, c := range csvColumns {
		header = append(header, c.name)
	}
	if err := w.Write(header); err != nil {
		return err
	}
	for _, r := range records {
		row := make([]string, 0, len(csvColumns))
		for _, c := range csvColumns {
			row = append(row, csvCell(c.of(r)))
		}
		if err := w.Write(row); err != nil {
			return err
		}
	}
	w.Flush()
	return w.Error()
}

// csvCell makes an issuer's text safe for the terminal and for spreadsheets, which take a cell that begins with = + - @, also behind
// blanks and in their wide, small and raised forms, for a formula: such a cell begins with an apostrophe, unless it is a plain number.
func csvCell(text string) string {
	text = ui.Safe(text)
	begins := strings.TrimLeftFunc(text, unicode.IsSpace)
	first, _ := utf8.DecodeRuneInString(norm.NFKC.String(begins[:min(len(begins), utf8.UTFMax)]))
	number, negative := strings.CutPrefix(begins, "-")
	switch {
	case begins == "" || !strings.ContainsRune("=+-@\u2212", first): // the last is the minus sign of typography
		return text
	case negative && number != "" && strings.Trim(number, "0123456789.") == "":
		return text
	}
	return "'" + text
}
