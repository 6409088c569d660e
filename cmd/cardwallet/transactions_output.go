package main

import (
	"bytes"
	"cmp"
	"encoding/csv"
	"encoding/json"
	"fmt"
	"io"
	"strings"
	"time"
	"unicode"
	"unicode/utf8"

	"golang.org/x/text/unicode/norm"

	"cardwallet/client"
	"cardwallet/client/statement"
	"cardwallet/tui/ui"
)

// object is a JSON object whose members keep their order.
type object []member

type member struct {
	name  string
	value any
}

// MarshalJSON leaves it to whoever encodes the whole to escape for HTML.
func (o object) MarshalJSON() ([]byte, error) {
	var b bytes.Buffer
	enc := json.NewEncoder(&b)
	enc.SetEscapeHTML(false)
	separator := byte('{')
	for _, m := range o {
		b.WriteByte(separator)
		if err := enc.Encode(m.name); err != nil {
			return nil, err
		}
		b.WriteByte(':')
		if err := enc.Encode(m.value); err != nil {
			return nil, err
		}
		separator = ','
	}
	b.WriteByte('}')
	return b.Bytes(), nil
}

// toRecordJSON is a record. The time of creation is null where the issuer did not say; other fields that are empty are mostly left out.
func toRecordJSON(r client.Record) object {
	var out, merchant object
	merchantAt := 0
	for _, f := range statement.Members {
		switch {
		case f.Merchant && f.Text(&r) != "":
			if merchant == nil {
				merchant, merchantAt = object{{"name", r.Merchant.Name}}, len(out)
				out = append(out, member{"merchant_data", nil})
			}
			merchant = append(merchant, member{f.JSON, f.Text(&r)})
			out[merchantAt].value = merchant
		case f.Merchant:
		case f.Money != nil && f.Always:
			out = append(out, member{f.JSON, f.Money(&r).Digits()}, member{currencyName(f.JSON), f.Money(&r).Currency})
		case f.Money != nil && f.Money(&r).Known():
			out = append(out, member{f.JSON, moneyJSON(f.Money(&r))})
		case f.Time != nil && (f.Always || !f.Time(&r).IsZero()):
			out = append(out, member{f.JSON, optionalTime(f.Time(&r))})
		case f.Text != nil && (f.Always || f.Text(&r) != ""):
			out = append(out, member{f.JSON, f.Text(&r)})
		}
	}
	return out
}

func toRecordsJSON(records []client.Record) []object {
	list := make([]object, 0, len(records))
	for _, r := range records {
		list = append(list, toRecordJSON(r))
	}
	return list
}

// currencyName is what the currency of an amount is called: currency, card_currency, fee_currency.
func currencyName(amount string) string {
	if start, ok := strings.CutSuffix(amount, "amount"); ok {
		return start + "currency"
	}
	return amount + "_currency"
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
	return writeJSON(out, toRecordsJSON(records))
}

func writeCSV(out io.Writer, records []client.Record) error {
	w := csv.NewWriter(out)
	var header []string
	for _, f := range statement.Columns {
		if header = append(header, f.Name()); f.Money != nil {
			header = append(header, currencyName(f.Name()))
		}
	}
	if err := w.Write(header); err != nil {
		return err
	}
	row := make([]string, 0, len(header))
	for _, r := range records {
		row = row[:0]
		for _, f := range statement.Columns {
			switch {
			case f.Money != nil:
				row = append(row, csvCell(f.Money(&r).Digits()), csvCell(f.Money(&r).Currency))
			case f.Time != nil:
				row = append(row, csvTime(f.Time(&r)))
			default:
				row = append(row, csvCell(f.Text(&r)))
			}
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
