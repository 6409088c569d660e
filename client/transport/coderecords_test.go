package transport

import (
	"fmt"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"
)

// Each step is one answer, oldest first, as the values of the records of one purchase. A value that is sealed anew differs in what comes
// after its dot.
func TestCodeRecordsAreToldApart(t *testing.T) {
	for name, tc := range map[string]struct {
		answers []string
		want    []string // per record: its id, when its value was seen first, ! where it was replaced, twice
	}{
		"one that stays":             {[]string{"a", "a", "a"}, []string{"p@0", "p@0", "p@0"}},
		"sealed anew each time":      {[]string{"a.1", "a.2", "a.3", "a.4"}, []string{"p@0", "p@0", "p@0", "p@0"}},
		"two of one purchase":        {[]string{"a b", "a b"}, []string{"p@0 p#2@0", "p@0 p#2@0"}},
		"a second one later":         {[]string{"a", "a b", "a b"}, []string{"p@0", "p@0 p#2@1", "p@0 p#2@1"}},
		"a second one in front":      {[]string{"b", "a b"}, []string{"p@0", "p#2@1 p@0"}},
		"two, sealed anew":           {[]string{"a.1 b.1", "a.2 b.2", "a.3 b.3"}, []string{"p@0 p#2@0", "p@0 p#2@0", "p@0 p#2@0"}},
		"a second one, sealed anew":  {[]string{"a.1", "a.2 b.2", "a.3 b.3"}, []string{"p@0", "p@0 p#2@1", "p@0 p#2@1"}},
		"replaced in place":          {[]string{"a", "a", "b", "b"}, []string{"p@0", "p@0", "p@2!", "p@2!"}},
		"replaced twice":             {[]string{"a", "a", "b", "b", "c"}, []string{"p@0", "p@0", "p@2!", "p@2!", "p@4!"}},
		"replaced, not known before": {[]string{"a", "b", "b"}, []string{"p@0", "p@0", "p@0"}},
		"two answers in turn": {[]string{"a", "a", "b", "b", "a", "a", "b"},
			[]string{"p@0", "p@0", "p@2!", "p@2!", "p@2!", "p@2!", "p@2!"}},
		"the newer of two replaced":     {[]string{"a b", "a b", "a c"}, []string{"p@0 p#2@0", "p@0 p#2@0", "p@0 p#2@2!"}},
		"the older of two gone":         {[]string{"a b", "b", "b"}, []string{"p@0 p#2@0", "p#2@0", "p#2@0"}},
		"the older gone, sealed anew":   {[]string{"a.1 b.1", "b.2"}, []string{"p@0 p#2@0", "p#2@0"}},
		"gone and back":                 {[]string{"a", "", "a"}, []string{"p@0", "", "p@0"}},
		"the same on two pages":         {[]string{"a a", "a"}, []string{"twice p@0", "p@0"}},
		"the one before comes as well":  {[]string{"a", "a", "b", "a b"}, []string{"p@0", "p@0", "p@2!", "p#2@3 p@2!"}},
		"three, the one between is new": {[]string{"a c", "a b c"}, []string{"p@0 p#2@0", "p@0 p#3@1 p#2@0"}},
	} {
		t.Run(name, func(t *testing.T) {
			records := NewCodeRecords()
			start := time.Date(2026, 9, 1, 12, 0, 0, 0, time.UTC)
			for i, answer := range tc.answers {
				var asked []CodeRecord
				for value := range strings.FieldsSeq(answer) {
					asked = append(asked, CodeRecord{CardID: "c", Identity: "p", Value: []byte(value)})
				}
				var got []string
				for _, s := range records.See(asked, start.Add(time.Duration(i)*time.Minute)) {
					words := fmt.Sprintf("%s@%d", s.ID, s.First.Sub(start)/time.Minute)
					if s.Replaced {
						words += "!"
					}
					if s.Twice {
						words = "twice"
					}
					got = append(got, words)
				}
				if diff := cmp.Diff(tc.want[i], strings.Join(got, " ")); diff != "" {
					t.Errorf("answer %d:\n%s", i, diff)
				}
			}
		})
	}
}

func TestCodeRecordsOfOthersAreApart(t *testing.T) {
	records := NewCodeRecords()
	now := time.Date(2026, 9, 1, 12, 0, 0, 0, time.UTC)
	see := func(card, identity string, at time.Time) CodeSighting {
		return records.See([]CodeRecord{{CardID: card, Identity: identity, Value: []byte("a")}}, at)[0]
	}
	for _, key := range [][2]string{{"c", "p"}, {"c", "q"}, {"d", "p"}} {
		if got := see(key[0], key[1], now); got.ID != key[1] || !got.First.Equal(now) {
			t.Errorf("%v: %+v", key, got)
		}
	}
	if got := see("c", "p", now.Add(time.Hour)); !got.First.Equal(now) {
		t.Errorf("seen again: %+v", got)
	}
	see("d", "p", now.Add(keepRecords+30*time.Minute))
	if n := len(records.known); n != 2 {
		t.Errorf("%d are remembered, want those of the last two days", n)
	}
}
