package finhub_test

import (
	"bytes"
	"encoding/json"
	"fmt"
	"net/http"
	"net/http/httptest"
	"strings"
	"testing"
	"time"

	"cardwallet/client"
	"cardwallet/client/finhub"
)

// simulated serves cards at 100 a page, and takes so long for a request.
func simulated(b *testing.B, cards int, latency time.Duration) string {
	const size = 100
	pages := make([][]byte, cards/size+1)
	for p := 1; p < len(pages); p++ {
		var records []string
		for i := range size {
			records = append(records, fmt.Sprintf(`{"cardTypeId":111039,"cardBankBin":"493724","holderId":62119,"cardNo":"WB2026020210%08d",
				"status":"Normal","blocked":false,
				"bindTime":1770702301000,"remark":null,"balanceInfo":{"cardNo":"WB2026020210%08d","amount":"23.17","usedAmount":"1","currency":"USD"},
				"customCategory":"SUBSCRIPTION"}`,
				(p-1)*size+i, (p-1)*size+i))
		}
		var page bytes.Buffer
		success(&page, fmt.Sprintf(`{"total":%d,"records":[%s]}`, cards, strings.Join(records, ",")))
		pages[p] = page.Bytes()
	}
	server := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		time.Sleep(latency)
		if r.URL.Path != "/card/list" {
			success(w, "[]")
			return
		}
		var num, size int
		if _, err := fmt.Fscanf(r.Body, `{"pageNum":%d,"pageSize":%d}`, &num, &size); err != nil && r.Context().Err() == nil {
			b.Error(err)
		}
		if num >= len(pages) {
			success(w, fmt.Sprintf(`{"total":%d,"records":[]}`, cards))
			return
		}
		_, _ = w.Write(pages[num])
	}))
	b.Cleanup(server.Close)
	return server.URL
}

// benchmarkCards lists cards at 100 a page and reports, beside the whole, when the first page was given.
func benchmarkCards(b *testing.B, cards int, latency time.Duration) {
	d, err := finhub.New(finhub.Options{Profile: "fin", BaseURL: simulated(b, cards, latency), TenantID: "t", Token: secret("ready")})
	if err != nil {
		b.Fatal(err)
	}
	defer d.Close()
	var first time.Duration
	b.ReportAllocs()
	for b.Loop() {
		given, began := 0, time.Now()
		err := d.Cards(b.Context(), func(p client.CardsPage) {
			if given == 0 {
				first += time.Since(began)
			}
			given += len(p.Cards)
		})
		if err != nil || given != cards {
			b.Fatalf("%d cards, %v", given, err)
		}
	}
	b.ReportMetric(float64(first.Milliseconds())/float64(b.N), "ms-to-first-page")
	b.ReportMetric(float64(b.Elapsed().Nanoseconds())/float64(b.N*cards), "ns/card")
}

// BenchmarkCardsAtOnce is the reading alone: the issuer answers at once.
func BenchmarkCardsAtOnce(b *testing.B) { benchmarkCards(b, 10_000, 0) }

// BenchmarkCardsAt20ms is how soon rows are there.
func BenchmarkCardsAt20ms(b *testing.B) {
	for _, cards := range []int{10_000, 100_000} {
		b.Run(fmt.Sprint(cards), func(b *testing.B) { benchmarkCards(b, cards, 20*time.Millisecond) })
	}
}

// BenchmarkCards lists 10,000 cards at 100 a page from an issuer that takes 20 ms for a request, and reports how many times faster that is
// than one page after another.
func BenchmarkCards(b *testing.B) {
	const cards, size, latency = 10_000, 100, 20 * time.Millisecond
	url := simulated(b, cards, latency)
	d, err := finhub.New(finhub.Options{Profile: "fin", BaseURL: url, TenantID: "t", Token: secret("ready")})
	if err != nil {
		b.Fatal(err)
	}
	defer d.Close()

	for b.Loop() {
		got, err := client.CollectCards(b.Context(), d.Cards)
		if err != nil || len(got) != cards {
			b.Fatalf("%d cards, %v", len(got), err)
		}
	}
	together := b.Elapsed() / time.Duration(b.N)
	start := time.Now()
	for num := 1; num <= cards/size; num++ {
		resp, err := http.Post(url+"/card/list", "application/json",
			strings.NewReader(fmt.Sprintf(`{"pageNum":%d,"pageSize":%d}`, num, size)))
		if err != nil {
			b.Fatal(err)
		}
		var page struct {
			Data struct {
				Records []struct{ CardNo, Status, BalanceInfo any }
			}
		}
		if err := json.NewDecoder(resp.Body).Decode(&page); err != nil || len(page.Data.Records) != size {
			b.Fatal(err)
		}
		_ = resp.Body.Close()
	}
	b.ReportMetric(float64(time.Since(start))/float64(together), "times-faster")
}
