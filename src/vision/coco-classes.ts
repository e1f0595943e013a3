/** COCO's 80 object classes in the order of the detector's outputs. */
export const cocoClasses: readonly string[] = (
  "person bicycle car motorcycle airplane bus train truck boat traffic_light fire_hydrant stop_sign parking_meter bench " +
  "bird cat dog horse sheep cow elephant bear zebra giraffe backpack umbrella handbag tie suitcase frisbee skis snowboard " +
  "sports_ball kite baseball_bat baseball_glove skateboard surfboard tennis_racket bottle wine_glass cup fork knife spoon " +
  "bowl banana apple sandwich orange broccoli carrot hot_dog pizza donut cake chair couch potted_plant bed dining_table " +
  "toilet tv laptop mouse remote keyboard cell_phone microwave oven toaster sink refrigerator book clock vase scissors " +
  "teddy_bear hair_drier toothbrush"
)
  .split(" ")
  .map((name) => name.replaceAll("_", " "));

/** General words above the classes, in the words of the label list, so that one filter finds both: furniture, chairs. */
const above: Readonly<Record<string, string>> = {
  "wheeled vehicle": "bicycle",
  "wheeled vehicle/motor vehicle": "motorcycle car bus truck",
  vehicle: "train",
  "vehicle/craft": "airplane boat",
  "animal/bird": "bird",
  "animal/mammal": "cat dog horse sheep cow elephant bear zebra giraffe",
  "container/bag": "backpack handbag suitcase",
  "clothing/accessory": "tie umbrella",
  "equipment/sports equipment":
    "frisbee skis snowboard sports_ball baseball_bat baseball_glove skateboard surfboard tennis_racket",
  "container/vessel": "bottle vase",
  "tableware/glass": "wine_glass",
  tableware: "cup bowl",
  "tableware/cutlery": "fork knife spoon",
  "food/produce/edible fruit": "banana apple orange",
  "food/produce/vegetable": "broccoli carrot",
  food: "sandwich hot_dog pizza donut cake",
  "furnishing/furniture/seat": "bench chair couch",
  "furnishing/furniture": "bed",
  "furnishing/furniture/table": "dining_table",
  plant: "potted_plant",
  "device/electronic device": "tv laptop mouse remote keyboard cell_phone",
  "appliance/home appliance/kitchen appliance": "microwave oven toaster refrigerator",
  "plumbing fixture": "toilet sink",
  "device/timepiece": "clock",
  "plaything/toy": "kite teddy_bear",
  "device/home appliance": "hair_drier",
  "implement/tool": "scissors toothbrush",
  "street furniture": "traffic_light fire_hydrant stop_sign parking_meter",
};
const paths = new Map(
  Object.entries(above).flatMap(([words, classes]) =>
    classes.split(" ").map((name) => [name.replaceAll("_", " "), words.split("/")] as const),
  ),
);

/** From general to special, ending in the class itself. */
export function pathOfClass(name: string): readonly string[] {
  return [...(paths.get(name) ?? []), name];
}
