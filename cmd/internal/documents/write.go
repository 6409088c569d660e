package documents

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

// Write writes one document. Characters that a terminal could obey or be fooled by are escaped.
func Write(out io.Writer, document any) error {
	var b bytes.Buffer
	enc := json.NewEncoder(&b)
	enc.SetEscapeHTML(false)
	enc.SetIndent("", "  ")
	if err := enc.Encode(document); err != nil {
		return err
	}
	_, err := out.Write(ui.SafeJSON(b.Bytes()))
	return err
}

// WriteLine is Write on one line, for streams.
func WriteLine(out io.Writer, document any) error {
	data, err := json.Marshal(document)
	if err != nil {
		return err
	}
	_, err = out.Write(append(ui.SafeJSON(data), '\n'))
	return err
}

// currencyName is what the currency of an amount is called: currency, fee_currency.
func currencyName(amount string) string { return strings.TrimPrefix(amount+"_currency", "amount_") }

func csvTime(t time.Time) string {
	if t.IsZero() {
		return ""
	}
	return string(TimeOf(t))
}

// WriteRecords writes records as --csv, --json and --jsonl print them.
func WriteRecords(out io.Writer, format string, records []client.Record) error {
	switch format {
	case "csv":
		return writeCSV(out, records)
	case "jsonl":
		for _, r := range records {
			if err := WriteLine(out, RecordOf(r)); err != nil {
				return err
			}
		}
		return nil
	}
	return Write(out, List(records, RecordOf))
}

func writeCSV(out io.Writer, records []client.Record) error {
	w := csv.NewWriter(out)
	var header []string
	for _, f := range statement.Columns {
		if header = append(header, f.Name); f.Money != nil {
			header = append(header, currencyName(f.Name))
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

// FromCell is the text of a cell that csvCell made.
func FromCell(cell string) string {
	if text, ok := strings.CutPrefix(cell, "'"); ok && csvCell(text) == cell {
		return text
	}
	return cell
}

// csvCell makes an issuer's text safe for the terminal and for spreadsheets. They take a cell that begins with = + - @ for a formula, also
// behind blanks and in the wide, small and raised forms of these signs. Such a cell gets an apostrophe, unless it is a plain number. One
// that has apostrophes before such a sign gets one more, so that FromCell knows which it had.
func csvCell(text string) string {
	text = ui.Safe(text)
	begins := strings.TrimLeftFunc(strings.TrimLeft(text, "'"), unicode.IsSpace)
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
