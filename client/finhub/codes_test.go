package finhub_test

import (
	"fmt"
	"net/http"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"cardwallet/client/finhub"
)

// The records of each answer are written as the members that a case is about; NOW is the clock at the start, in milliseconds, NOW+n that
// many minutes later. Plain links stand for sealed values, since they say which value was taken.
func TestCodesThatAreToldApart(t *testing.T) {
	const link, timed = `"type":"auth_url","values":"https://x.example/`, `"tradeNo":"t","transactionTime":NOW,`
	type step struct {
		after   time.Duration
		records []string
		want    []string // value, received and good until, in minutes; ~ where it is assumed
	}
	for name, steps := range map[string][]step{
		"two codes of one purchase": {
			{0, []string{timed + link + `b"`, timed + link + `a"`}, []string{"b 0 ~5", "a 0 ~5"}},
			{time.Minute, []string{timed + link + `b"`, timed + link + `a"`}, []string{"b 0 ~5", "a 0 ~5"}},
		},
		"a second code of the purchase arrives": {
			{0, []string{timed + link + `a"`}, []string{"a 0 ~5"}},
			{time.Minute, []string{timed + link + `b"`, timed + link + `a"`}, []string{"b 0 ~5", "a 0 ~5"}},
			{time.Minute, []string{timed + link + `c"`, timed + link + `b"`, timed + link + `a"`}, []string{"c 0 ~5", "b 0 ~5", "a 0 ~5"}},
		},
		"replaced in place": {
			{0, []string{timed + link + `a"`}, []string{"a 0 ~5"}},
			{time.Minute, []string{timed + link + `a"`}, []string{"a 0 ~5"}},
			{3 * time.Minute, []string{timed + link + `b"`}, []string{"b ~4 ~9"}},
			{time.Minute, []string{timed + link + `b"`}, []string{"b ~4 ~9"}},
		},
		"replaced when it was long over": {
			{0, []string{timed + link + `a"`}, []string{"a 0 ~5"}},
			{time.Minute, []string{timed + link + `a"`}, []string{"a 0 ~5"}},
			{60 * time.Minute, []string{timed + link + `b"`}, []string{"b ~61 ~66"}},
		},
		"replaced with its own end": {
			{0, []string{timed + link + `a","expirationTime":NOW+10`}, []string{"a 0 10"}},
			{time.Minute, []string{timed + link + `a","expirationTime":NOW+10`}, []string{"a 0 10"}},
			{time.Minute, []string{timed + link + `b","expirationTime":NOW+10`}, []string{"b ~2 10"}},
			{20 * time.Minute, []string{timed + link + `b","expirationTime":NOW+10`}, []string{"b ~2 10"}},
			{time.Minute, []string{timed + link + `c","expirationTime":NOW+10`}, []string{"c ~23 ~28"}},
		},
		"sealed anew each time": {
			{0, []string{timed + link + `a.1"`}, []string{"a.1 0 ~5"}},
			{time.Minute, []string{timed + link + `a.2"`}, []string{"a.2 0 ~5"}},
			{time.Minute, []string{timed + link + `a.3"`}, []string{"a.3 0 ~5"}},
		},
		"no time": {
			{0, []string{`"tradeNo":"t",` + link + `a"`}, []string{"a ~0 ~5"}},
			{time.Minute, []string{`"tradeNo":"t",` + link + `a"`}, []string{"a ~0 ~5"}},
			{30 * time.Minute, []string{`"tradeNo":"t",` + link + `a"`}, nil}, // it does not begin to live again
		},
		"no time and no trade number": {
			{0, []string{link + `a"`}, []string{"a ~0 ~5"}},
			{time.Minute, []string{link + `a"`, link + `b"`}, []string{"b ~1 ~6", "a ~0 ~5"}},
		},
		"null, zero, empty and odd times": {
			{0, []string{
				`"tradeNo":"1","transactionTime":null,"expirationTime":null,` + link + `a"`,
				`"tradeNo":"2","transactionTime":0,"expirationTime":0,` + link + `b"`,
				`"tradeNo":"3","transactionTime":"","expirationTime":"",` + link + `c"`,
				`"tradeNo":"4","transactionTime":"soon","expirationTime":[],` + link + `d"`,
				`"tradeNo":"5","transactionTime":"0000-00-00 00:00:00","expirationTime":"-",` + link + `e"`,
			}, []string{"a ~0 ~5", "b ~0 ~5", "c ~0 ~5", "d ~0 ~5", "e ~0 ~5"}},
		},
		"an end and no time":             {{0, []string{`"tradeNo":"t","expirationTime":NOW+2,` + link + `a"`}, []string{"a ~-3 2"}}},
		"a late end and no time":         {{0, []string{`"tradeNo":"t","expirationTime":NOW+20,` + link + `a"`}, []string{"a ~0 20"}}},
		"a time that is still to come":   {{0, []string{`"tradeNo":"t","transactionTime":NOW+480,` + link + `a"`}, []string{"a ~0 ~5"}}},
		"a clock that is a little ahead": {{0, []string{`"tradeNo":"t","transactionTime":NOW+1,` + link + `a"`}, []string{"a 1 ~6"}}},
		"an odd amount, and one of another": {{0, []string{timed + link + `a","amount":"--"`, `"tradeNo":"u","transactionTime":NOW,` + link +
			`b","amount":{}`}, []string{"a 0 ~5", "b 0 ~5"}}},
	} {
		t.Run(name, func(t *testing.T) {
			now := newClock()
			start := now.Now()
			var records []string
			d := scripted(t, func(w http.ResponseWriter, _ *http.Request) {
				w.Header().Set("Date", now.Now().Format(http.TimeFormat))
				var all []string
				for _, r := range records {
					for _, minutes := range []int{480, 20, 10, 2, 1} {
						r = strings.ReplaceAll(r, fmt.Sprintf("NOW+%d", minutes), fmt.Sprint(start.Add(time.Duration(minutes)*time.Minute).UnixMilli()))
					}
					all = append(all, `{"cardNo":"c",`+strings.ReplaceAll(r, "NOW", fmt.Sprint(start.UnixMilli()))+`}`)
				}
				success(w, fmt.Sprintf(`{"total":%d,"records":[%s]}`, len(all), strings.Join(all, ",")))
			}, func(o *finhub.Options) { o.Now = now.Now })
			for i, step := range steps {
				now.Add(step.after)
				records = step.records
				codes, err := d.AllCodes(t.Context())
				if err != nil {
					t.Fatal(err)
				}
				var got []string
				for _, c := range codes {
					received, until := c.ReceivedAt.Sub(start).Round(time.Minute)/time.Minute, c.ExpiresAt.Sub(start).Round(time.Minute)/time.Minute
					words := strings.TrimPrefix(open(t, c.Value), "https://x.example/") + " "
					if c.TimeAssumed {
						words += "~"
					}
					words += fmt.Sprint(int(received), " ")
					if c.ExpiryAssumed {
						words += "~"
					}
					got = append(got, words+fmt.Sprint(int(until)))
				}
				if diff := cmp.Diff(step.want, got); diff != "" {
					t.Errorf("answer %d:\n%s", i, diff)
				}
			}
		})
	}
}
