package sandbox

import (
	"fmt"
	"net/http"
	"net/http/httptest"
	"net/url"
	"strings"
	"testing"
)

// BenchmarkPage is one page of a list of 100,000: what page 1,000 costs is what page 1 costs, whatever is asked for.
func BenchmarkPage(b *testing.B) {
	const many = 100_000
	s, err := New(Options{Cards: 1, RateLimit: -1})
	if err != nil {
		b.Fatal(err)
	}
	for _, issuer := range []string{IssuerFinHub, IssuerLinora} {
		fill(s.sites[issuer].book, many)
	}
	for range many {
		s.finhub.holders = append(s.finhub.holders, s.finhub.holders[0])
	}
	linora := s.Linora()
	of := linora.BaseURL + "/users/" + linora.UserID + "/cards"
	card := s.sites[IssuerLinora].book.cards[0]
	for _, list := range []struct{ name, path, filter string }{
		{"cards", "/card/list", ""}, {"operations", "/card/v2/transaction", ""}, {"authorizations", "/card/authorize/transaction", ""},
		{"of-a-type", "/card/authorize/transaction", `"type":"auth",`}, {"since", "/card/authorize/transaction", `"startTime":1,`},
		{"holders", "/card/holder/list", ""}, {"linora-cards", of, ""}, {"linora-transactions", of + "/" + card.id + "/transactions", ""},
	} {
		for _, num := range []int{1, 1000} {
			b.Run(fmt.Sprintf("%s/%d", list.name, num), func(b *testing.B) {
				handler := s.Handler(IssuerFinHub)
				request := func() *http.Request {
					body := fmt.Sprintf(`{%s"pageNum":%d,"pageSize":100}`, list.filter, num)
					r := httptest.NewRequest(http.MethodPost, s.FinHub().BaseURL+list.path, strings.NewReader(body))
					r.Header = (&world{Sandbox: s, token: s.IssueToken()}).headers()
					return r
				}
				if strings.HasPrefix(list.path, of) {
					handler = s.Handler(IssuerLinora)
					request = func() *http.Request {
						at := url.Values{"limit": {"100"}, "offset": {fmt.Sprint((num - 1) * 100)}}
						r := httptest.NewRequest(http.MethodGet, list.path+"?"+at.Encode(), nil)
						r.Header.Set("Authorization", "Bearer "+linora.APIKey)
						return r
					}
				}
				for b.Loop() {
					w := httptest.NewRecorder()
					handler.ServeHTTP(w, request())
					if w.Code != http.StatusOK || w.Body.Len() < 2000 {
						b.Fatalf("%d: %.200s", w.Code, w.Body)
					}
				}
			})
		}
	}
}

// fill has the first card of a world, and each thing that it did, many times.
func fill(b *book, many int) {
	if len(b.spends) == 0 {
		b.history(b.cards[0])
	}
	c, op, s := b.cards[0], b.ops[0], b.spends[0]
	for range many {
		b.cards, b.ops, b.spends, c.spends = append(b.cards, c), append(b.ops, op), append(b.spends, s), append(c.spends, s)
	}
}
