package rows

import (
	"strings"
	"testing"
)

func TestTables(t *testing.T) {
	for text, want := range map[string]string{
		"a,b\n1,x\n2,\" y, z \"\n":               "1|x 2|y, z",
		"\ufeffa;b\r\n1;'=x\r\n":                 "1|=x",
		"b,a\n\"''=x\",1\n":                      "1|'=x",
		"a\n1\n":                                 "1|",
		`[{"a":"1","b":null},{"a":2,"b":"'=x"}]`: "1| 2|'=x",
		"a,b\n":                                  "it has no rows",
		"":                                       "it has no rows",
		"[]":                                     "it has no rows",
		"b\nx\n":                                 `the column "a" is missing`,
		"a,bb\n1,x\n":                            `there is no column "bb"`,
		"a,a\n1,2\n":                             `two columns "a"`,
		"a,b\n1\n":                               "wrong number of fields",
		`[{"a":{}}]`:                             "row 1, a: it is neither a text nor a number",
		`[1]`:                                    "no JSON array of objects",
		"a\n\xff\n":                              "not text",
	} {
		table, err := Read([]byte(text), []string{"a"}, []string{"b"})
		var got []string
		for _, r := range table {
			got = append(got, r.Get("a")+"|"+r.Get("b"))
		}
		if err != nil {
			got = []string{err.Error()}
		}
		if said := strings.Join(got, " "); said != want && (err == nil || !strings.Contains(said, want)) {
			t.Errorf("%q: %s, want %s", text, said, want)
		}
	}
}
