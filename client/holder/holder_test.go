package holder_test

import (
	"encoding/json"
	"fmt"
	"slices"
	"strings"
	"testing"

	"cardwallet/client/holder"
)

func TestEveryFieldIsNamed(t *testing.T) {
	seen := map[string]bool{}
	for _, f := range holder.Fields() {
		for _, name := range []string{string(f), f.Label(), f.Flag()} {
			if name == "" || f.About() == "" {
				t.Errorf("%s has no words", f)
			}
		}
		if seen[f.Label()] || len(f.Label()) > 11 {
			t.Errorf("%s is called %q", f, f.Label())
		}
		seen[f.Label()] = true
	}
	if f := holder.Field("shoe_size"); f.Label() != "shoe_size" || f.Flag() != "shoe-size" {
		t.Errorf("%s, %s", f.Label(), f.Flag())
	}
}

func TestAPersonIsNotSeen(t *testing.T) {
	var p holder.Person
	p.TypeID = "111002"
	p.Set(holder.FirstName, " Ana ")
	p.Set(holder.Country, "br")
	p.Set(holder.AreaCode, "0055")
	p.Set(holder.IDNumber, "FZ917263")
	marshalled, err := json.Marshal(p)
	shown := fmt.Sprintf("%v %+v %#v %s %s %v", p, p, p, p, marshalled, err)
	if strings.Contains(shown, "Ana") || strings.Contains(shown, "FZ9") {
		t.Error(shown)
	}
	if p.Text(holder.FirstName) != "Ana" || p.Text(holder.Country) != "BR" || p.Text(holder.AreaCode) != "+55" || p.Name() != "Ana" {
		t.Errorf("%q %q %q", p.Text(holder.FirstName), p.Text(holder.Country), p.Text(holder.AreaCode))
	}
	p.Set(holder.FirstName, "")
	if p.Has(holder.FirstName) || p.IsZero() {
		t.Error("an empty value is a value")
	}
	if p.Wipe(); !p.IsZero() || p.Has(holder.IDNumber) {
		t.Error("it is not wiped")
	}
}

func TestRedact(t *testing.T) {
	var p holder.Person
	for field, value := range map[holder.Field]string{holder.FirstName: "Al", holder.LastName: "Souza", holder.Email: "al@souza.com",
		holder.Mobile: "971385284", holder.Country: "US", holder.Gender: "M"} {
		p.Set(field, value)
	}
	for text, want := range map[string]string{
		"AL Souza is known":                    "[redacted] [redacted] is known",
		"also al-Souzas":                       "also [redacted]-[redacted]s",
		"mail al@souza.com or +55971385284":    "mail [redacted] or +55[redacted]",
		"country US, gender M: already exists": "country US, gender M: already exists",
		"":                                     "",
	} {
		if got := p.Redact(text); got != want {
			t.Errorf("%q: %q, want %q", text, got, want)
		}
	}
}

func TestMark(t *testing.T) {
	one := func(first, salt string) string {
		p := holder.Person{TypeID: "1"}
		p.Set(holder.FirstName, first)
		p.Set(holder.Email, "a@example.com")
		return p.Mark(salt)
	}
	if one("Ana", "a") != one("ana", "a") || len(one("Ana", "a")) != 16 {
		t.Error("the same person has two marks")
	}
	if one("Ana", "a") == one("Ane", "a") || one("Ana", "a") == one("Ana", "b") {
		t.Error("others have the same mark")
	}
}

func TestProblems(t *testing.T) {
	form := holder.Form{Questions: []holder.Question{
		{Field: holder.FirstName, Hint: "Latin letters"}, {Field: holder.Town},
		{Field: holder.Gender, Choices: []string{"M", "F"}},
		{Field: holder.Email, Check: func(value string, _ holder.Person) string {
			if !strings.Contains(value, "@") {
				return "has no @"
			}
			return ""
		}},
	}}
	var p holder.Person
	p.Set(holder.Gender, "x")
	p.Set(holder.Email, "ana")
	p.Set(holder.Mobile, "12345")
	want := "first name: is missing: Latin letters (first_name)\ntown: is missing (town)\ngender: is not one of M, F (gender)\n" +
		"e-mail: has no @ (email)\nphone: is not asked for by cards of this type (mobile)"
	if got := holder.InLines(form.Problems(p)); got != want {
		t.Errorf("got\n%s\nwant\n%s", got, want)
	}
}

func TestRead(t *testing.T) {
	for name, test := range map[string]struct{ file, data, says string }{
		"json":           {"ana.json", `{"type":"111002","first_name":"Ana","annual_salary":50000,"id_issued":"2020-01-02","town":null}`, ""},
		"from nowhere":   {"-", `{"type":111002,"first_name":"Ana","annual_salary":"50000","id_issued":"2020-01-02"}`, ""},
		"with a mark":    {"", "\uFEFF" + `{"type":"111002","first_name":"Ana","annual_salary":"50000","id_issued":"2020-01-02"}`, ""},
		"toml":           {"ana.TOML", "type = \"111002\"\nfirst_name = \"Ana\"\nannual_salary = 50000\nid_issued = 2020-01-02\n", ""},
		"csv":            {"ana.csv", "type, first_name,annual_salary,id_issued\n111002,Ana,50000,2020-01-02\n", ""},
		"no object":      {"a.json", `["Secretname"]`, "not an object"},
		"unknown":        {"a.json", `{"firstname":"Secretname"}`, `unknown field "firstname"`},
		"twice":          {"a.json", `{"first_name":"Secretname","first_name":"b"}`, "twice"},
		"nested":         {"a.json", `{"first_name":{"a":"Secretname"}}`, "is no text"},
		"true":           {"a.json", `{"first_name":true}`, "is no text"},
		"half":           {"a.json", `{"first_name":"Secretname`, "not JSON at byte"},
		"more":           {"a.json", `{"first_name":"Secretname"} x`, "follows"},
		"bad toml":       {"a.toml", "first_name = Secretname", "not TOML at line 1"},
		"toml table":     {"a.toml", "[first_name]\na = \"Secretname\"", "is no text"},
		"without names":  {"a.csv", "111002,Secretname\n111003,Secretname\n", "column 1 has no name"},
		"two people":     {"a.csv", "first_name\nSecretname\nb\n", "3 rows"},
		"ragged":         {"a.csv", "first_name\nSecretname,b\n", "not CSV at line 2"},
		"no text":        {"a.csv", "first_name\n\xff\n", "UTF-8"},
		"too much of it": {"a.csv", strings.Repeat("x", holder.FileLimit+1), "bytes"},
	} {
		p, err := holder.Read(test.file, []byte(test.data))
		switch {
		case test.says == "":
			if err != nil || p.TypeID != "111002" || p.Text(holder.FirstName) != "Ana" || p.Text(holder.AnnualSalary) != "50000" ||
				p.Text(holder.IDIssued) != "2020-01-02" {
				t.Errorf("%s: %v, %q", name, err, p.TypeID)
			}
		case err == nil || !strings.Contains(err.Error(), test.says) || strings.Contains(err.Error(), "Secretname"):
			t.Errorf("%s: %v", name, err)
		}
	}
}

// Whatever a file has in it, reading it ends, and what is taken are known fields without space around them.
func FuzzRead(f *testing.F) {
	for _, seed := range []string{`{"type":"1","first_name":"Ana"}`, "first_name = \"Ana\"\n", "type,first_name\n1,Ana\n", `{"a":`, "\xff",
		"[x]"} {
		for _, name := range []string{"a.json", "a.toml", "a.csv"} {
			f.Add(name, []byte(seed))
		}
	}
	f.Fuzz(func(t *testing.T, name string, data []byte) {
		p, err := holder.Read(name, data)
		if err != nil {
			if !p.IsZero() {
				t.Error("a person beside an error")
			}
			return
		}
		for _, field := range holder.Fields() {
			if text := p.Text(field); text != strings.TrimSpace(text) {
				t.Errorf("%s is %q", field, text)
			}
		}
		if redacted := p.Redact("nothing of it"); !slices.Contains([]string{"nothing of it"}, redacted) && p.IsZero() {
			t.Error(redacted)
		}
	})
}
