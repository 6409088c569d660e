package documents

import (
	"bytes"
	"encoding/json"
	"io"
	"strings"
	"time"
	"unicode"
	"unicode/utf8"

	"golang.org/x/text/unicode/norm"

	"cardwallet/client"
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
	w := NewRecordWriter(out, format)
	for _, r := range records {
		if err := w.Add(r); err != nil {
			return err
		}
	}
	return w.End()
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
