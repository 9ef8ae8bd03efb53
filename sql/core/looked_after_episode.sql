/*
grain = "one episode of a looked after child"
key   = ["authority", "episode_id"]
rows  = ["mosaic.looked_after_episode"]
[columns]
authority = "varchar"
episode_id = "varchar"
child_id = "varchar"
start_on = "date"
ceased_on = "date"
*/
select
    looked_after_episode.authority,
    looked_after_episode.episode_id,
    looked_after_episode.child_id,
    looked_after_episode.start_date as start_on,
    looked_after_episode.ceased_date as ceased_on
from mosaic.looked_after_episode as looked_after_episode
