package documents

import (
	"bytes"
	"encoding/csv"
	"encoding/json"
	"fmt"
	"reflect"
	"strings"
	"testing"
	"time"
	"unicode/utf8"

	"github.com/google/go-cmp/cmp"
	"github.com/shopspring/decimal"

	"cardwallet/client"
	"cardwallet/client/statement"
	"cardwallet/client/words"
	"cardwallet/tui/ui"
)

func TestCSVCellIsNoFormula(t *testing.T) {
	for text, want := range map[string]string{
		"": "", "Shop": "Shop", "a=b": "a=b", "-12.50": "-12.50", "=1+1": "'=1+1", "+49 30": "'+49 30", "-": "'-",
		"-cmd|' /C calc'!A0": "'-cmd|' /C calc'!A0",
		"@SUM(A1)":           "'@SUM(A1)", "＝1": "'＝1", "\x1b[2J=1": "'=1", "two\nlines": "two lines",
		"\t=1+1": "' =1+1", " =1+1": "' =1+1", "\u3000@x": "' @x", "\n\n-x": "'  -x", " -12.50": " -12.50", "  ": "  ", " Shop": " Shop",
		"\ufe62": "'\ufe62", "\ufe63x": "'\ufe63x", "\ufe66x": "'\ufe66x", "\ufe6bx": "'\ufe6bx", "\u221212.50": "'\u221212.50",
		"\uff0b1": "'\uff0b1",
		"\uff0d1": "'\uff0d1", "\uff20x": "'\uff20x", "\u207a1": "'\u207a1", "\u200b=1": "'=1", "\u2013 Shop": "\u2013 Shop", "é=": "é=",
	} {
		got := csvCell(text)
		if got != want {
			t.Errorf("csvCell(%q) = %q, want %q", text, got, want)
		}
		if back := FromCell(got); back != ui.Safe(text) {
			t.Errorf("FromCell(%q) = %q, want %q", got, back, ui.Safe(text))
		}
	}
}

// What is written is read again as the same records, whatever the issuer sent.
func FuzzRecordsAreWrittenAndReadAgain(f *testing.F) {
	f.Add("trade1", "Café \"Süß\", Berlin", "=HYPERLINK(\"http://evil\")", "USD", int64(1250), int32(-2))
	f.Add("a\r\nb", "\x1b[31mred", "-5", "", int64(-3), int32(0))
	f.Add("\t=1", " \u2212x", "\ufe66A1", "\ufe62", int64(5), int32(0))
	f.Add("'", "\xff,", "＠", "EUR", int64(0), int32(-8))
	f.Fuzz(func(t *testing.T, id, merchant, description, currency string, digits int64, exponent int32) {
		if exponent < -8 || exponent > 8 {
			return
		}
		records := []client.Record{{Profile: "fin", Kind: client.RecordAuthorizations, ID: id, Merchant: client.Merchant{Name: merchant},
			Description: description, Amount: client.NewMoney(decimal.New(digits, exponent), currency)}, {ID: "the end"}}
		var out bytes.Buffer
		if err := WriteRecords(&out, "csv", records); err != nil {
			t.Fatal(err)
		}
		rows, err := csv.NewReader(&out).ReadAll()
		if err != nil || len(rows) != 3 {
			t.Fatalf("%d rows, %v", len(rows), err)
		}
		was := map[string]string{"profile": "fin", "kind": "authorizations", "id": id, "merchant": merchant, "description": description,
			"status": "unknown", "amount": records[0].Amount.Digits(), "currency": currency}
		for at, column := range rows[0] {
			cell, want := rows[1][at], ui.Safe(was[column])
			first, size := utf8.DecodeRuneInString(strings.TrimSpace(cell))
			formula := strings.ContainsRune("=+-@＝＋－＠﹢﹣﹦﹫−⁺⁻⁼", first) && size > 0
			if formula && (first != '-' || strings.Trim(strings.TrimLeft(cell, " ")[size:], "0123456789.") != "") {
				t.Errorf("%s is the formula %q", column, cell)
			}
			if cell != want && cell != "'"+want {
				t.Errorf("%s is read as %q, was %q", column, cell, want)
			}
		}
		for _, format := range []string{"json", "jsonl"} {
			out.Reset()
			if err := WriteRecords(&out, format, records); err != nil {
				t.Fatal(err)
			}
			type recordJSON struct{ ID, Amount string }
			var read []recordJSON
			if format == "json" {
				err = json.Unmarshal(out.Bytes(), &read)
			} else {
				for line := range strings.Lines(out.String()) {
					var r recordJSON
					if err = json.Unmarshal([]byte(line), &r); err != nil {
						break
					}
					read = append(read, r)
				}
			}
			if err != nil || len(read) != 2 || read[1].ID != "the end" {
				t.Fatalf("%s: %d records, %v:\n%s", format, len(read), err, out.String())
			}
			if diff := cmp.Diff([]string{ui.Safe(read[0].ID), records[0].Amount.Digits()},
				[]string{ui.Safe(id), read[0].Amount}); utf8.ValidString(id) && diff != "" {
				t.Errorf("%s (-want +got):\n%s", format, diff)
			}
		}
	})
}

// Every field that a record can have is in an export and in what is shown of one record, so that none is decoded for nothing.
func TestEveryFieldOfARecordIsWritten(t *testing.T) {
	var r client.Record
	n := 0
	var want []string
	var days []int // by their years
	var fill func(v reflect.Value)
	fill = func(v reflect.Value) {
		for i := range v.NumField() {
			n++
			switch field := v.Field(i).Addr().Interface().(type) {
			case *client.Field: // a secret
			case *client.Meaning, *client.Stage, *client.MovementKind: // the driver makes them of words that are written
			case *client.RecordKind:
				*field = client.RecordAuthorizations
			case *client.Unreadable:
				*field = "amount"
				want = append(want, "amount")
			case *string:
				*field = fmt.Sprintf("text%02d", n)
				want = append(want, *field)
			case *client.Money:
				*field = client.NewMoney(decimal.New(int64(10_000+n), -2), fmt.Sprintf("C%02d", n))
				want = append(want, field.Digits(), field.Currency)
			case *time.Time:
				*field = time.Date(2000+n, 6, 7, 12, 0, 0, 0, time.Local)
				days = append(days, 2000+n)
			case *client.Merchant:
				fill(v.Field(i))
			default:
				t.Fatalf("a field of the kind %T", field)
			}
		}
	}
	fill(reflect.ValueOf(&r).Elem())
	written := map[string]string{}
	for _, format := range []string{"csv", "json", "jsonl"} {
		var out bytes.Buffer
		if err := WriteRecords(&out, format, []client.Record{r}); err != nil {
			t.Fatal(err)
		}
		written[format] = out.String()
	}
	for _, f := range statement.Facts(r, func(t time.Time) string { return words.Time(t, time.Now()) }) {
		written["show"] += f.Value + "\n"
	}
	for where, text := range written {
		kind := string(r.Kind)
		if where == "show" {
			kind = words.List(r.Kind)
		}
		if !strings.Contains(text, kind) {
			t.Errorf("%s does not name the list:\n%s", where, text)
		}
	}
	for _, year := range days {
		for where, text := range written {
			day := fmt.Sprintf("%d-06-07", year)
			if where == "show" {
				day = fmt.Sprintf("07 Jun %d", year)
			}
			if !strings.Contains(text, day) {
				t.Errorf("%s lacks %s:\n%s", where, day, text)
			}
		}
	}
	for where, text := range written {
		for _, w := range want {
			if !strings.Contains(text, w) {
				t.Errorf("%s lacks %s:\n%s", where, w, text)
			}
		}
	}
}
