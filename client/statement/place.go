package statement

import "cardwallet/client"

// mostBacks is how often in a row pages are read again that bring nothing new.
const mostBacks = 20

// place is how far a list was read, by the totals that came with its pages. Records that come stand before all others and move them to
// later pages; records that go move them to earlier ones. What stands behind the pages that were read keeps its number all the same. The
// zero place is that before the first page.
type place struct {
	total, size int  // as of the newest page; 0 where they are not known
	left        int  // records behind what was read, at most
	furthest    int  // page that was taken
	backs       int  // how often pages were read again, and nothing new was on them yet
	backAt      int  // total of the page that made it the last of these
	lies        bool // the totals prove nothing
}

// known reports whether the totals tell what is left.
func (p *place) known() bool { return p.total > 0 && p.size > 0 && !p.lies }

// take counts a page that was taken; news says that a record on it was on no page before. moved says that perhaps none could be: the page
// was read before, or all of it moved there from pages that were.
func (p *place) take(num int, page client.RecordPage, news bool) (moved bool) {
	if num == 1 && p.size == 0 {
		p.size = len(page.Records)
	}
	moved = num <= p.furthest
	left := page.Total - num*p.size
	if p.known() && page.Total >= 0 {
		moved = moved || left >= p.left
		left = min(left, p.left)
	}
	p.total, p.left, p.furthest = max(0, page.Total), left, max(p.furthest, num)
	if news {
		p.backs = 0
	}
	return moved
}

// lacks reports whether records may stand between those that were read and those on the page, and from which page on to read again. Pages
// that are asked for at once can be read in any order: one with a smaller total than the page before was read before a record came. Where
// it was asked for alone, records went away. Where reading again brings neither a new record nor a smaller total, the totals lie.
func (p *place) lacks(num int, alone bool, got answer) (from int, lacking bool) {
	total := got.page.Total
	if num == 1 || !p.known() || client.Readable(got.err) != nil || got.page.Unordered || total < 0 || total-(num-1)*p.size >= p.left {
		return 0, false
	}
	if !alone {
		return num, true
	}
	if p.backs >= mostBacks || p.backs > 0 && total >= p.backAt {
		p.lies = true
		return 0, false
	}
	p.backs++
	p.backAt = total
	return max(1, min(num-1, (total-p.left)/p.size+1)), true
}
