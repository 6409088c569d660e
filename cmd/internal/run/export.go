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

// object is a JSON object whose members keep their order.
type object []Member

type Member struct {
	Name  string
	Value any
}

// MarshalJSON leaves it to whoever encodes the whole to escape for HTML.
func (o object) MarshalJSON() ([]byte, error) {
	var b bytes.Buffer
	enc := json.NewEncoder(&b)
	enc.SetEscapeHTML(false)
	separator := byte('{')
	for _, m := range o {
		b.WriteByte(separator)
		if err := enc.Encode(m.Name); err != nil {
			return nil, err
		}
		b.WriteByte(':')
		if err := enc.Encode(m.Value); err != nil {
			return nil, err
		}
		separator = ','
	}
	b.WriteByte('}')
	return b.Bytes(), nil
}

// ToRecordJSON is a record. The time of creation is null where the issuer did not say; other fields that are empty are mostly left out.
func ToRecordJSON(r client.Record) object {
	var out, merchant object
	merchantAt := 0
	for _, f := range statement.Members {
		switch {
		case f.Merchant && f.Text(&r) != "":
			if merchant == nil {
				merchant, merchantAt = object{{"name", r.Merchant.Name}}, len(out)
				out = append(out, Member{"merchant_data", nil})
			}
			merchant = append(merchant, Member{f.JSON, f.Text(&r)})
			out[merchantAt].Value = merchant
		case f.Merchant:
		case f.Money != nil && f.Always:
			out = append(out, Member{f.JSON, f.Money(&r).Digits()}, Member{currencyName(f.JSON), f.Money(&r).Currency})
		case f.Money != nil && f.Money(&r).Known():
			out = append(out, Member{f.JSON, MoneyJSON(f.Money(&r))})
		case f.Time != nil && (f.Always || !f.Time(&r).IsZero()):
			out = append(out, Member{f.JSON, OptionalTime(f.Time(&r))})
		case f.Text != nil && (f.Always || f.Text(&r) != ""):
			out = append(out, Member{f.JSON, f.Text(&r)})
		}
	}
	return out
}

func ToRecordsJSON(records []client.Record) []object {
	list := make([]object, 0, len(records))
	for _, r := range records {
		list = append(list, ToRecordJSON(r))
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
			if err := WriteJSONLine(out, ToRecordJSON(r)); err != nil {
				return err
			}
		}
		return nil
	}
	return writeJSON(out, ToRecordsJSON(records))
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
