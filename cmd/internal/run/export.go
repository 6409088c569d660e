package run

import (
	"bytes"
	"encoding/csv"
	"encoding/json"
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

// Object is a JSON object: the name and the value of each member, in the order in which they are printed.
type Object [][2]any

// leftOut is the value of a member that is not printed.
type leftOut struct{}

// Given is the value of a member that is printed only where it is not zero.
func Given[T comparable](value T) any {
	var zero T
	if value == zero {
		return leftOut{}
	}
	return value
}

// MarshalJSON writes the members in their order. Whoever encodes the whole document escapes it for HTML.
func (o Object) MarshalJSON() ([]byte, error) {
	b := bytes.NewBufferString("{")
	enc := json.NewEncoder(b)
	enc.SetEscapeHTML(false)
	separator := ""
	for _, m := range o {
		if m[1] == (leftOut{}) {
			continue
		}
		b.WriteString(separator)
		if err := enc.Encode(m[0]); err != nil {
			return nil, err
		}
		b.WriteByte(':')
		if err := enc.Encode(m[1]); err != nil {
			return nil, err
		}
		separator = ","
	}
	b.WriteByte('}')
	return b.Bytes(), nil
}

// RecordObject is a record. Its time is null where the issuer sent none. Most other fields are left out where they are empty.
func RecordObject(r client.Record) Object {
	var out, merchant Object
	merchantAt := 0
	for _, f := range statement.Members {
		switch {
		case f.Merchant && f.Text(&r) != "":
			if merchant == nil {
				merchant, merchantAt = Object{{"name", r.Merchant.Name}}, len(out)
				out = append(out, [2]any{"merchant_data", nil})
			}
			merchant = append(merchant, [2]any{f.JSON, f.Text(&r)})
			out[merchantAt][1] = merchant
		case f.Merchant:
		case f.Money != nil && f.Always:
			out = append(out, [2]any{f.JSON, f.Money(&r).Digits()}, [2]any{currencyName(f.JSON), f.Money(&r).Currency})
		case f.Money != nil && f.Money(&r).Known():
			out = append(out, [2]any{f.JSON, MoneyJSON(f.Money(&r))})
		case f.Time != nil && (f.Always || !f.Time(&r).IsZero()):
			out = append(out, [2]any{f.JSON, OptionalTime(f.Time(&r))})
		case f.Text != nil && (f.Always || f.Text(&r) != ""):
			out = append(out, [2]any{f.JSON, f.Text(&r)})
		}
	}
	return out
}

// Objects makes an array of JSON, which is never null, with what object makes of each value.
func Objects[T any](values []T, object func(T) Object) []Object {
	out := make([]Object, 0, len(values))
	for _, v := range values {
		out = append(out, object(v))
	}
	return out
}

// currencyName is what the currency of an amount is called: currency, card_currency, fee_currency.
func currencyName(amount string) string {
	if start, ok := strings.CutSuffix(amount, "amount"); ok {
		return start + "currency"
	}
	return amount + "_currency"
}

func csvTime(t time.Time) string {
	if t.IsZero() {
		return ""
	}
	return t.UTC().Format(time.RFC3339)
}

// WriteRecords writes records as --csv, --json and --jsonl print them.
func WriteRecords(out io.Writer, format string, records []client.Record) error {
	switch format {
	case "csv":
		return writeCSV(out, records)
	case "jsonl":
		for _, r := range records {
			if err := WriteJSONLine(out, RecordObject(r)); err != nil {
				return err
			}
		}
		return nil
	}
	return writeJSON(out, Objects(records, RecordObject))
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

// csvCell makes an issuer's text safe for the terminal and for spreadsheets. They take a cell that begins with = + - @ for a formula, also
// behind blanks and in the wide, small and raised forms of these signs. Such a cell gets an apostrophe, unless it is a plain number.
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
