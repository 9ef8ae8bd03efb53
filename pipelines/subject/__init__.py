"""One child as a data subject: finding, and erasing, every row that is held about them."""
